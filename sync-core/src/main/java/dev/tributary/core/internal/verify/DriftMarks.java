package dev.tributary.core.internal.verify;

import dev.tributary.core.internal.apply.RowStage;
import dev.tributary.core.internal.apply.TargetTable;
import dev.tributary.core.internal.jdbc.Sql;
import dev.tributary.core.internal.jdbc.SqlStates;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Collectors;

/**
 * Tells rows that others deleted from rows that got lost.
 *
 * <p>A missing row leaves no sign of its own; the drift trigger has kept the key of those that
 * others removed. They are marked as known to the base, so that the judge sees a conflict.
 */
final class DriftMarks {
  // The trigger writes its keys under these settings, and they are compared as text.
  private static final String SETTINGS =
      """
      SELECT set_config('timezone', 'UTC', true), set_config('bytea_output', 'hex', true),
             set_config('extra_float_digits', '1', true)
      """;
  private static final String MARK =
      """
      UPDATE %s s SET _sync_op = 1
       WHERE s._sync_op = 2 AND EXISTS (
         SELECT 1 FROM %s d WHERE d.table_name = ? AND d.status = 'open'
            AND (d.record_key IS NULL OR d.record_key::text = json_build_object(%s)::text))
      """;

  private final Connection connection;
  private final TargetTable table;

  DriftMarks(Connection connection, TargetTable table) {
    this.connection = connection;
    this.table = table;
  }

  void mark(RowStage stage) {
    String key =
        table.keyColumns().stream()
            .map(name -> Sql.literal(name) + ", s." + Sql.name(name))
            .collect(Collectors.joining(", "));
    String sql = MARK.formatted(stage.name(), Sql.table(table.schema(), "_sync_drift"), key);
    try (Statement settings = connection.createStatement();
        PreparedStatement update = connection.prepareStatement(sql)) {
      settings.execute(SETTINGS);
      update.setString(1, table.plan().target());
      update.executeUpdate();
    } catch (SQLException e) {
      throw SqlStates.toSyncException("read the drift of " + table.sql(), e);
    }
  }
}
