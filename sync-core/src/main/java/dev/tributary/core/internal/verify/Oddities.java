package dev.tributary.core.internal.verify;

import dev.tributary.core.internal.catalog.ClientRow;
import dev.tributary.core.internal.jdbc.SqlStates;
import dev.tributary.core.internal.mirror.MirrorSnapshot;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** What in a client's schema is not part of the mirror, or may change what is written to it. */
final class Oddities {
  private static final String RETIRED =
      """
      SELECT CASE WHEN now.plan_id IS NULL
                  THEN 'table ' || p.source_table || ' left the source; its rows are kept in '
                  ELSE 'an earlier mirror of table ' || p.source_table || ' is kept in ' END
             || p.target_table
        FROM sync_metadata.table_plans p
        JOIN sync_metadata.client_deployments d ON d.deployment_id = p.deployment_id
        JOIN pg_namespace n ON n.nspname = d.target_schema
        JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = p.target_table
        LEFT JOIN sync_metadata.table_plans now ON now.deployment_id = p.deployment_id
         AND now.source_table = p.source_table AND now.load_state <> 'retired'
       WHERE p.deployment_id = ? AND p.load_state = 'retired'
       ORDER BY 1
      """;
  private static final String UNKNOWN =
      """
      SELECT 'table ' || c.relname || ' in schema ' || n.nspname || ' is not ours'
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE n.nspname = ? AND c.relkind IN ('r', 'p', 'f') AND NOT starts_with(c.relname, '_sync_')
         AND NOT EXISTS (SELECT 1 FROM sync_metadata.table_plans p
                          WHERE p.deployment_id = ? AND p.target_table = c.relname)
       ORDER BY 1
      """;
  private static final String TRIGGERS =
      """
      SELECT 'table ' || c.relname || ' has a trigger that is not ours and may change what is'
             || ' written: ' || t.tgname
        FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
        JOIN pg_namespace n ON n.oid = c.relnamespace
        JOIN sync_metadata.table_plans p ON p.deployment_id = ? AND p.target_table = c.relname
       WHERE n.nspname = ? AND NOT t.tgisinternal
         AND t.tgname NOT IN ('_sync_drift_row', '_sync_drift_truncate')
       ORDER BY 1
      """;

  private Oddities() {}

  static List<String> of(MirrorSnapshot mirror) {
    ClientRow client = mirror.client();
    List<String> lines = new ArrayList<>();
    try {
      lines.addAll(lines(mirror, RETIRED, client.id()));
      lines.addAll(lines(mirror, UNKNOWN, client.schema(), client.id()));
      lines.addAll(lines(mirror, TRIGGERS, client.id(), client.schema()));
    } catch (SQLException e) {
      throw SqlStates.toSyncException("look around in schema " + client.schema(), e);
    }
    return lines;
  }

  private static List<String> lines(MirrorSnapshot mirror, String sql, Object... values)
      throws SQLException {
    try (PreparedStatement query = mirror.connection().prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        query.setObject(i + 1, values[i]);
      }
      try (ResultSet rows = query.executeQuery()) {
        List<String> lines = new ArrayList<>();
        while (rows.next()) {
          lines.add(rows.getString(1));
        }
        return lines;
      }
    }
  }
}
