package dev.tributary.core.internal.catalog;

import dev.tributary.core.internal.jdbc.SqlStates;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Says which rows of a client are not in the mirror as the source has them: table, number, reason.
 * As many lines as there are kinds of reasons; none iff nothing waits.
 */
public final class MissingRows {
  /** In place of a row's key, for a table that is left out as a whole; its reason says it all. */
  public static final String WHOLE_TABLE = "(the whole table)";

  // Sizes differ from row to row; the reason is the same.
  private static final String REFUSED =
      """
      SELECT table_name, count(*), min(reason), bool_or(record_key = ?)
        FROM sync_metadata.quarantine WHERE deployment_id = ? AND status = 'open'
       GROUP BY table_name, sqlstate, regexp_replace(reason, '\\d+', '#', 'g') ORDER BY 1, 3
      """;
  private static final String HELD =
      """
      SELECT table_name, count(*), string_agg(DISTINCT conflict_type, ', ')
        FROM sync_metadata.conflict_log WHERE deployment_id = ? AND resolved_at IS NULL
       GROUP BY table_name ORDER BY 1
      """;

  private MissingRows() {}

  public static List<String> lines(Connection connection, ClientRow client) {
    List<String> lines = new ArrayList<>();
    try (PreparedStatement refused = connection.prepareStatement(REFUSED);
        PreparedStatement held = connection.prepareStatement(HELD)) {
      refused.setString(1, WHOLE_TABLE);
      refused.setObject(2, client.id());
      try (ResultSet row = refused.executeQuery()) {
        while (row.next()) {
          lines.add(refused(row));
        }
      }
      held.setObject(1, client.id());
      try (ResultSet row = held.executeQuery()) {
        while (row.next()) {
          lines.add(held(row));
        }
      }
      return lines;
    } catch (SQLException e) {
      throw SqlStates.toSyncException("read what waits of client " + client.name(), e);
    }
  }

  private static String refused(ResultSet row) throws SQLException {
    return row.getBoolean(4)
        ? "table %s: %s".formatted(row.getString(1), row.getString(3))
        : "table %s: %d rows are not in the mirror, or as they were: %s"
            .formatted(row.getString(1), row.getLong(2), row.getString(3));
  }

  private static String held(ResultSet row) throws SQLException {
    return "table %s: %d rows that others changed, too, wait for a decision (%s)"
        .formatted(row.getString(1), row.getLong(2), row.getString(3));
  }
}
