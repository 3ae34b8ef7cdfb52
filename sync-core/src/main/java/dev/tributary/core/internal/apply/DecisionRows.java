package dev.tributary.core.internal.apply;

import dev.tributary.api.ConfigurationInvalid;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;

/** Notes what a person decided for rows that wait; the next run carries it out. */
public final class DecisionRows {
  private static final String FIND =
      """
      SELECT client_name, table_name, resolved_by, record_key,
             (SELECT later.log_id FROM sync_metadata.conflict_log later
               WHERE later.divergence_id = c.divergence_id AND later.resolved_at IS NULL) AS later
        FROM sync_metadata.conflict_log c WHERE log_id = ?
      """;
  private static final String DECIDE =
      """
      UPDATE sync_metadata.conflict_log
         SET decision = ?, decision_data = ?::json, decided_at = clock_timestamp(), decided_by = ?
       WHERE log_id = ? AND resolved_at IS NULL
      """;
  private static final String OUTCOME =
      """
      SELECT resolved_at IS NOT NULL AND resolved_by <> 'superseded' AS carried_out, resolved_by,
             resolution_notes
        FROM sync_metadata.conflict_log WHERE log_id = ?
      """;

  private DecisionRows() {}

  /** An open entry. */
  public record Entry(UUID id, String client, String table, String key) {}

  /**
   * What became of a decided entry.
   *
   * @param by who resolved it; empty: nobody yet
   */
  public record Outcome(boolean carriedOut, String by, String note) {}

  /**
   * @throws ConfigurationInvalid when nothing of this id waits, with the way out
   */
  public static Entry require(Connection connection, UUID id) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(FIND)) {
      query.setObject(1, id);
      try (ResultSet row = query.executeQuery()) {
        if (!row.next()) {
          throw new ConfigurationInvalid("there is no conflict " + id);
        }
        String resolvedBy = row.getString("resolved_by");
        if (resolvedBy != null) {
          throw new ConfigurationInvalid(over(id, resolvedBy, row.getString("later")));
        }
        return new Entry(
            id,
            row.getString("client_name"),
            row.getString("table_name"),
            row.getString("record_key"));
      }
    }
  }

  private static String over(UUID id, String resolvedBy, String later) {
    if (later != null) {
      return "conflict %s shows the row as it was before it changed again; look at %s"
          .formatted(id, later);
    }
    return "conflict %s is over, by %s".formatted(id, resolvedBy);
  }

  /**
   * Tries whether a person's row can be a row of the table.
   *
   * @param row an image: column by column, as the log shows rows
   */
  public static void requireRow(Connection connection, TargetTable table, Entry entry, String row) {
    String sql =
        "SELECT "
            + new RowImages(table).columns("r.image")
            + " FROM (SELECT "
            + RowImages.readable("?")
            + " AS image) r";
    String keys =
        "SELECT " + table.keyObject("k") + "::text FROM (SELECT " + keyColumns(table) + ") k";
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      query.setString(1, row);
      query.executeQuery().close();
      if (!table.plan().key().hasSyncKey()) {
        requireKey(connection, keys, entry, row);
      }
    } catch (SQLException e) {
      throw new ConfigurationInvalid(
          "a value of the row does not fit its column in table %s (SQLSTATE %s)"
              .formatted(entry.table(), e.getSQLState()),
          e);
    }
  }

  private static String keyColumns(TargetTable table) {
    return new RowImages(table).keyColumns("r.image")
        + " FROM (SELECT "
        + RowImages.readable("?")
        + " AS image) r";
  }

  private static void requireKey(Connection connection, String keys, Entry entry, String row)
      throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(keys)) {
      query.setString(1, row);
      try (ResultSet found = query.executeQuery()) {
        found.next();
        if (!entry.key().equals(found.getString(1))) {
          throw new ConfigurationInvalid(
              "the row has the key %s, the conflict is about %s"
                  .formatted(found.getString(1), entry.key()));
        }
      }
    }
  }

  public static void decide(
      Connection connection, Entry entry, String choice, Optional<String> row, String by)
      throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(DECIDE)) {
      update.setString(1, choice);
      update.setString(2, row.orElse(null));
      update.setString(3, by);
      update.setObject(4, entry.id());
      if (update.executeUpdate() != 1) {
        throw new ConfigurationInvalid("conflict " + entry.id() + " is over by now");
      }
    }
  }

  public static Outcome outcome(Connection connection, UUID id) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(OUTCOME)) {
      query.setObject(1, id);
      try (ResultSet row = query.executeQuery()) {
        row.next();
        String by = row.getString("resolved_by");
        String note = row.getString("resolution_notes");
        return new Outcome(
            row.getBoolean("carried_out"), by == null ? "" : by, note == null ? "" : note);
      }
    }
  }
}
