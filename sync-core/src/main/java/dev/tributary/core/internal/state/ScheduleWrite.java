package dev.tributary.core.internal.state;

import dev.tributary.api.ClusterName;
import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.api.Json;
import dev.tributary.api.StateWrite;
import dev.tributary.api.UnknownClient;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Optional;
import java.util.UUID;

/**
 * The entry {@code deployment.<client>} is the client's schedule: a write of it changes the
 * client's row, and the row's triggers give the entry its version and wake the others.
 */
final class ScheduleWrite {
  static final String PREFIX = "deployment.";

  private static final String LOCK =
      """
      SELECT deployment_id, state_version, status,
             to_char(last_sync_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS last_sync
        FROM sync_metadata.client_deployments
       WHERE cluster_name = ? AND client_name = ? FOR NO KEY UPDATE
      """;
  private static final String WRITER = "SELECT set_config('tributary.writer', ?, true)";

  // A changed schedule counts from the last run; what was due earlier is due now.
  private static final String CHANGE =
      """
      WITH new AS (
        SELECT coalesce(?, d.status) AS status, coalesce(?, d.sync_enabled) AS sync_enabled,
               coalesce(?, d.sync_interval) AS sync_interval, d.deployment_id
          FROM sync_metadata.client_deployments d WHERE d.deployment_id = ?)
      UPDATE sync_metadata.client_deployments d
         SET status = new.status, sync_enabled = new.sync_enabled,
             sync_interval = new.sync_interval, state_version = d.state_version + 1,
             hold_reason = CASE WHEN new.status = 'on_hold' THEN d.hold_reason END,
             next_sync_at = CASE
               WHEN (new.status, new.sync_enabled, new.sync_interval)
                    IS NOT DISTINCT FROM (d.status, d.sync_enabled, d.sync_interval)
               THEN d.next_sync_at
               ELSE greatest(clock_timestamp(),
                      d.last_sync_at + new.sync_interval * interval '1 second') END
        FROM new WHERE d.deployment_id = new.deployment_id
      """;
  private static final String AUDIT =
      """
      SELECT sync_metadata.audit(?, ?, 'change_schedule', ?, ?::jsonb)
      """;
  private static final String READ_BACK =
      """
      SELECT key, value, version, deleted, updated_at, updated_by,
             pg_current_xact_id()::text::bigint AS xid
        FROM sync_metadata.state_entries
       WHERE cluster_name = ? AND key = ? AND NOT deleted
      """;

  private final ClusterName cluster;

  ScheduleWrite(ClusterName cluster) {
    this.cluster = cluster;
  }

  static boolean isSchedule(String key) {
    return key.startsWith(PREFIX);
  }

  Optional<Written> run(Connection connection, StateWrite write) throws SQLException {
    String client = write.key().substring(PREFIX.length());
    Json value =
        write
            .value()
            .orElseThrow(
                () ->
                    new ConfigurationInvalid(
                        "state %s is the schedule of a client and cannot be deleted: set status to paused, or deregister the client"
                            .formatted(write.key())));
    Locked locked = lock(connection, client);
    SchedulePatch patch = SchedulePatch.of(write.key(), value);
    patch.requireThatItMayFollow(locked.status(), locked.lastSync());
    if (write.expectedVersion().isPresent()
        && write.expectedVersion().getAsLong() != locked.version()) {
      return Optional.empty();
    }
    change(connection, locked.id(), patch, write.writer());
    audit(connection, client, write);
    return Optional.of(readBack(connection, write.key()));
  }

  private record Locked(UUID id, long version, String status, Optional<String> lastSync) {}

  private Locked lock(Connection connection, String client) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(LOCK)) {
      query.setString(1, cluster.value());
      query.setString(2, client);
      try (ResultSet row = query.executeQuery()) {
        if (!row.next()) {
          throw new UnknownClient(client, cluster);
        }
        return new Locked(
            row.getObject("deployment_id", UUID.class),
            row.getLong("state_version"),
            row.getString("status"),
            Optional.ofNullable(row.getString("last_sync")));
      }
    }
  }

  private static void change(Connection connection, UUID id, SchedulePatch patch, String writer)
      throws SQLException {
    try (PreparedStatement set = connection.prepareStatement(WRITER);
        PreparedStatement change = connection.prepareStatement(CHANGE)) {
      set.setString(1, writer);
      set.execute();
      change.setString(1, patch.status().orElse(null));
      change.setObject(2, patch.syncEnabled().orElse(null), Types.BOOLEAN);
      change.setObject(3, patch.syncInterval().orElse(null), Types.INTEGER);
      change.setObject(4, id);
      change.executeUpdate();
    }
  }

  private void audit(Connection connection, String client, StateWrite write) throws SQLException {
    try (PreparedStatement call = connection.prepareStatement(AUDIT)) {
      call.setString(1, cluster.value());
      call.setString(2, client);
      call.setString(3, write.writer());
      call.setString(4, write.value().orElseThrow().text());
      call.execute();
    }
  }

  private Written readBack(Connection connection, String key) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(READ_BACK)) {
      query.setString(1, cluster.value());
      query.setString(2, key);
      try (ResultSet row = query.executeQuery()) {
        row.next();
        return new Written(EntryRows.entry(row), row.getLong("xid"));
      }
    }
  }
}
