package dev.tributary.core.internal.apply;

import dev.tributary.core.internal.jdbc.Sql;
import dev.tributary.core.internal.jdbc.SqlStates;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the trigger noted of others' writes to one table. An entry is over when the run wrote its
 * row, or found it gone on both sides: the next foreign write then keeps the row as it is now. That
 * others emptied the table is over when a run has filled it again.
 */
public final class DriftRows {
  static final String ENTRIES = "_sync_drift";
  private static final String ANY =
      "SELECT EXISTS (SELECT 1 FROM %s WHERE table_name = ? AND status = 'open')";
  private static final String EMPTIED =
      """
      SELECT EXISTS (SELECT 1 FROM %s WHERE table_name = ? AND status = 'open' AND op = 'truncate')
      """;
  private static final String RESOLVE_EMPTIED =
      """
      UPDATE %s SET status = 'resolved', resolved_at = clock_timestamp()
       WHERE table_name = ? AND status = 'open' AND op = 'truncate'
      """;
  private static final String COUNT =
      """
      SELECT table_name, count(*) FROM %s WHERE status = 'open' GROUP BY table_name ORDER BY 1
      """;
  private static final String RESOLVE_APPLIED =
      """
      UPDATE %1$s d SET status = 'resolved', resolved_at = clock_timestamp()
        FROM %2$s v JOIN %3$s s USING (_sync_seq)
       WHERE d.table_name = ? AND d.status = 'open'
         AND (v.action IN %5$s OR v.action = 'WRITE' AND s._sync_op = 3)
         AND md5(coalesce(d.record_key::text, '')) = md5(%4$s::text)
         AND d.record_key::text = %4$s::text
      """;
  private static final String RESOLVE_ALL =
      """
      UPDATE %s SET status = 'resolved', resolved_at = clock_timestamp()
       WHERE table_name = ? AND status = 'open'
      """;

  private final Connection connection;
  private final TargetTable table;

  public DriftRows(Connection connection, TargetTable table) {
    this.connection = connection;
    this.table = table;
  }

  /** Open entries by table of the target. */
  public static Map<String, Long> open(Connection connection, String schema) {
    Map<String, Long> counts = new LinkedHashMap<>();
    try (Statement query = connection.createStatement();
        ResultSet row = query.executeQuery(COUNT.formatted(Sql.table(schema, ENTRIES)))) {
      while (row.next()) {
        counts.put(row.getString(1), row.getLong(2));
      }
      return counts;
    } catch (SQLException e) {
      throw SqlStates.toSyncException("count what others changed in " + schema, e);
    }
  }

  /** Whether others emptied the table at once. */
  public static boolean isEmptied(Connection connection, TargetTable table) {
    try {
      return any(connection, EMPTIED, table);
    } catch (SQLException e) {
      throw SqlStates.toSyncException("ask whether others emptied " + table.sql(), e);
    }
  }

  /** Of rows that this run wrote, or that are gone on both sides. */
  void resolveApplied(RowStage stage, RowVerdicts verdicts) throws SQLException {
    if (any()) {
      update(
          RESOLVE_APPLIED.formatted(
              entries(table),
              verdicts.name(),
              stage.name(),
              table.keyObject("s"),
              RowVerdicts.SETTLED));
    }
  }

  /**
   * The run compared the source with the rows that are there, as it does when it reads the base
   * from PostgreSQL, and wrote what was missing. It holds a lock on the table since: nobody emptied
   * it meanwhile.
   */
  public void resolveEmptied() {
    try {
      update(RESOLVE_EMPTIED.formatted(entries(table)));
    } catch (SQLException e) {
      throw SqlStates.toSyncException("settle that others emptied " + table.sql(), e);
    }
  }

  /** The table leaves the mirror, and another may take its name. */
  public void resolveAll() throws SQLException {
    update(RESOLVE_ALL.formatted(entries(table)));
  }

  private boolean any() throws SQLException {
    return any(connection, ANY, table);
  }

  private static boolean any(Connection connection, String sql, TargetTable table)
      throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(sql.formatted(entries(table)))) {
      query.setString(1, table.plan().target());
      try (ResultSet row = query.executeQuery()) {
        row.next();
        return row.getBoolean(1);
      }
    }
  }

  private void update(String sql) throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(sql)) {
      update.setString(1, table.plan().target());
      update.executeUpdate();
    }
  }

  static String entries(TargetTable table) {
    return Sql.table(table.schema(), ENTRIES);
  }
}
