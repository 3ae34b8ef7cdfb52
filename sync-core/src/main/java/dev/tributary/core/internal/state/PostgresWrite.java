package dev.tributary.core.internal.state;

import dev.tributary.api.ClusterName;
import dev.tributary.api.Json;
import dev.tributary.api.StateWrite;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/** One write in a transaction of the caller: compare, set, wake the others. */
final class PostgresWrite {
  private static final String RETURNING =
      " RETURNING s.key, s.value, s.version, s.deleted, s.updated_at, s.updated_by,"
          + " s.xid::text::bigint AS xid";

  private static final String PUT =
      """
      INSERT INTO sync_metadata.state AS s (cluster_name, key, value, updated_by)
      VALUES (?, ?, ?::json, ?)
      ON CONFLICT (cluster_name, key) DO UPDATE
        SET value = EXCLUDED.value, version = s.version + 1, deleted = false,
            updated_by = EXCLUDED.updated_by
      """;
  private static final String PUT_IF_ABSENT = PUT + "WHERE s.deleted";
  private static final String PUT_IF_VERSION =
      """
      UPDATE sync_metadata.state s
         SET value = ?::json, version = s.version + 1, deleted = false, updated_by = ?
       WHERE s.cluster_name = ? AND s.key = ? AND s.version = ? AND NOT s.deleted
      """;
  private static final String DELETE =
      """
      UPDATE sync_metadata.state s
         SET value = NULL, version = s.version + 1, deleted = true, updated_by = ?
       WHERE s.cluster_name = ? AND s.key = ? AND s.version = coalesce(?, s.version)
         AND NOT s.deleted
      """;
  private static final String WAKE = "SELECT sync_metadata.wake_state(?, ?, ?)";

  private final ClusterName cluster;
  private final NotifyPacing pacing;
  private final ScheduleWrite schedules;

  PostgresWrite(ClusterName cluster, NotifyPacing pacing) {
    this.cluster = cluster;
    this.pacing = pacing;
    this.schedules = new ScheduleWrite(cluster);
  }

  Optional<Written> run(Connection connection, StateWrite write) throws SQLException {
    if (ScheduleWrite.isSchedule(write.key())) {
      return schedules.run(connection, write);
    }
    Optional<Written> written = write(connection, write);
    if (written.isPresent() && pacing.mayNotify()) {
      wake(connection, written.get());
    }
    return written;
  }

  private Optional<Written> write(Connection connection, StateWrite write) throws SQLException {
    Optional<Json> value = write.value();
    if (value.isEmpty()) {
      Object version =
          write.expectedVersion().isPresent() ? write.expectedVersion().getAsLong() : null;
      return one(connection, DELETE, write.writer(), cluster.value(), write.key(), version);
    }
    String json = value.get().text();
    if (write.expectedVersion().isEmpty() || write.expectedVersion().getAsLong() == 0) {
      String sql = write.expectedVersion().isEmpty() ? PUT : PUT_IF_ABSENT;
      return one(connection, sql, cluster.value(), write.key(), json, write.writer());
    }
    long version = write.expectedVersion().getAsLong();
    return one(
        connection, PUT_IF_VERSION, json, write.writer(), cluster.value(), write.key(), version);
  }

  private static Optional<Written> one(Connection connection, String sql, Object... values)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql + RETURNING)) {
      for (int i = 0; i < values.length; i++) {
        if (values[i] == null) {
          statement.setNull(i + 1, java.sql.Types.BIGINT);
        } else {
          statement.setObject(i + 1, values[i]);
        }
      }
      try (ResultSet row = statement.executeQuery()) {
        return row.next()
            ? Optional.of(new Written(EntryRows.entry(row), row.getLong("xid")))
            : Optional.empty();
      }
    }
  }

  private void wake(Connection connection, Written written) throws SQLException {
    try (PreparedStatement call = connection.prepareStatement(WAKE)) {
      call.setString(1, cluster.value());
      call.setString(2, written.entry().key());
      call.setLong(3, written.entry().version());
      call.execute();
    }
  }
}
