package dev.tributary.core.internal.run;

import dev.tributary.core.internal.jdbc.Sql;
import dev.tributary.core.internal.table.TablePlan;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** About how many rows a table has, from one look at the end of its b-tree. */
final class RowEstimate {
  private static final long UNKNOWN = 1000;
  private static final long MOST = 1L << 28;

  private RowEstimate() {}

  static long of(Connection sqlite, TablePlan plan) {
    String sql = "SELECT max(_rowid_) FROM " + Sql.name(plan.source());
    try (Statement statement = sqlite.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      return row.next() ? Math.max(0, Math.min(row.getLong(1), MOST)) : UNKNOWN;
    } catch (SQLException e) {
      // A table WITHOUT ROWID has no such number; a guess only costs a little time.
      return UNKNOWN;
    }
  }
}
