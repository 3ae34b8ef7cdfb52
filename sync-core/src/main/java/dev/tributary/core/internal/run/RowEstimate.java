package dev.tributary.core.internal.run;

import dev.tributary.core.internal.table.SourceName;
import dev.tributary.core.internal.table.TablePlan;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * About how many rows a table has, from one look at the end of its b-tree. Row numbers may be as
 * large as an app likes, so the size of the file is a second bound.
 */
final class RowEstimate {
  private static final long UNKNOWN = 1000;
  private static final long SMALLEST_ROW_BYTES = 16;

  private RowEstimate() {}

  static long of(Connection sqlite, TablePlan plan) {
    String sql =
        "SELECT min(max(_rowid_), (SELECT page_count * page_size FROM pragma_page_count,"
            + " pragma_page_size) / "
            + SMALLEST_ROW_BYTES
            + ") FROM "
            + SourceName.quoted(plan.source());
    try (Statement statement = sqlite.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      return row.next() ? Math.max(0, row.getLong(1)) : UNKNOWN;
    } catch (SQLException e) {
      // A table WITHOUT ROWID has no such number; a guess only costs a little time.
      return UNKNOWN;
    }
  }
}
