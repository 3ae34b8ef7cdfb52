package dev.tributary.core.internal.capture;

import dev.tributary.core.internal.sqlite.RecordReader;
import dev.tributary.core.internal.table.Affinity;
import dev.tributary.core.internal.table.ColumnPlan;
import dev.tributary.core.internal.table.SourceColumn;
import dev.tributary.core.internal.table.SourceName;
import dev.tributary.core.internal.table.TablePlan;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.sqlite.SQLiteConnection;

/**
 * A table whose pages can be read past SQLite: with rowids, and with no column that is made up.
 *
 * @param root the first page of its b-tree
 * @param rowidName a name that means the rowid and no other column
 * @param rowidColumn the position of the column that is the rowid; -1: none
 */
record PlainTable(TablePlan plan, long root, String rowidName, int rowidColumn) {
  private static final String ROOT =
      """
      SELECT s.rootpage FROM main.sqlite_schema AS s
       WHERE s.type = 'table' AND s.name = ?1
         AND EXISTS (SELECT 1 FROM pragma_table_list(?1) l WHERE l.schema = 'main' AND l.type = 'table' AND NOT l.wr)
      """;

  /** A declared INTEGER key is another name of the rowid exactly if it has no index of its own. */
  private static final String KEY_INDEXES =
      "SELECT count(*) FROM pragma_index_list(?1, 'main') WHERE origin = 'pk'";

  private static final String COLUMNS =
      "SELECT name FROM pragma_table_xinfo(?1, 'main') ORDER BY cid";

  /** Empty: SQLite alone can read it. */
  static Optional<PlainTable> of(SQLiteConnection connection, TablePlan plan) throws SQLException {
    boolean odd = plan.columns().stream().map(ColumnPlan::source).anyMatch(PlainTable::isOdd);
    Optional<String> rowid = rowidName(plan);
    if (odd || rowid.isEmpty() || !hasAllColumns(connection, plan)) {
      return Optional.empty();
    }
    Optional<Long> root = number(connection, ROOT, plan.source());
    if (root.isEmpty()) {
      return Optional.empty();
    }
    int alias = rowidColumn(connection, plan);
    return Optional.of(new PlainTable(plan, root.get(), rowid.get(), alias));
  }

  RecordReader records() {
    boolean[] real = new boolean[plan.columns().size()];
    for (int i = 0; i < real.length; i++) {
      real[i] = plan.columns().get(i).source().affinity() == Affinity.REAL;
    }
    return new RecordReader(real, rowidColumn);
  }

  private static boolean isOdd(SourceColumn column) {
    // SQLite folds the letters of ASCII only; where that could matter for the affinity, it reads.
    return column.generated() || column.declaredType().chars().anyMatch(c -> c > 126);
  }

  private static Optional<String> rowidName(TablePlan plan) {
    return Stream.of("_rowid_", "rowid", "oid")
        .filter(
            name ->
                plan.columns().stream().noneMatch(column -> SourceName.same(column.name(), name)))
        .findFirst();
  }

  private static boolean hasAllColumns(SQLiteConnection connection, TablePlan plan)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(COLUMNS)) {
      statement.setString(1, plan.source());
      try (ResultSet row = statement.executeQuery()) {
        int i = 0;
        for (; row.next(); i++) {
          boolean planned = i < plan.columns().size();
          if (!planned || !plan.columns().get(i).name().equals(row.getString(1))) {
            return false;
          }
        }
        return i == plan.columns().size();
      }
    }
  }

  private static int rowidColumn(SQLiteConnection connection, TablePlan plan) throws SQLException {
    List<SourceColumn> key =
        plan.columns().stream()
            .map(ColumnPlan::source)
            .filter(column -> column.primaryKeyPosition() > 0)
            .toList();
    boolean candidate = key.size() == 1 && key.get(0).declaredType().equalsIgnoreCase("INTEGER");
    boolean indexed = number(connection, KEY_INDEXES, plan.source()).orElse(1L) > 0;
    return candidate && !indexed ? plan.position(key.get(0).name()) : -1;
  }

  private static Optional<Long> number(SQLiteConnection connection, String sql, String table)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, table);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? Optional.of(row.getLong(1)) : Optional.empty();
      }
    }
  }
}
