package dev.tributary.core.internal.verify;

import dev.tributary.api.VerifyReport;
import dev.tributary.core.internal.jdbc.Sql;
import dev.tributary.core.internal.jdbc.SqlStates;
import dev.tributary.core.internal.mirror.MirrorSnapshot;
import dev.tributary.core.internal.sqlite.SqliteFailures;
import dev.tributary.core.internal.table.SourceColumn;
import dev.tributary.core.internal.table.SourceName;
import dev.tributary.core.internal.table.SourceSchema;
import dev.tributary.core.internal.table.SourceTable;
import dev.tributary.core.internal.table.TablePlan;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.sqlite.SQLiteConnection;

/**
 * Compares all tables that the file or the mirror has.
 *
 * <p>A table that only one of them has, or with other columns or another encoding, is different as
 * a whole.
 */
final class Comparison {
  private final SQLiteConnection source;
  private final SourceSchema schema;
  private final MirrorSnapshot mirror;
  private final Scratch scratch;
  private final List<String> notes = new ArrayList<>();

  Comparison(SQLiteConnection source, SourceSchema schema, MirrorSnapshot mirror, Scratch scratch) {
    this.source = source;
    this.schema = schema;
    this.mirror = mirror;
    this.scratch = scratch;
  }

  List<VerifyReport.Table> tables(long maxCellBytes, Differences differences) {
    List<VerifyReport.Table> reports = new ArrayList<>();
    for (SourceTable table : schema.tables()) {
      TablePlan plan = mirror.plans().get(table.name());
      if (plan == null) {
        reports.add(onlyInSource(table));
      } else if (!hasSameEncoding()) {
        reports.add(declaredDifferently(table, plan, "another text encoding"));
      } else if (!hasSameColumns(table, plan)) {
        reports.add(declaredDifferently(table, plan, "other columns"));
      } else {
        reports.add(compared(plan, maxCellBytes, differences));
      }
    }
    mirror.plans().values().stream()
        .filter(plan -> schema.tables().stream().noneMatch(t -> isOf(plan, t)))
        .forEach(plan -> reports.add(onlyInMirror(plan)));
    return reports;
  }

  /** What is to be said beside the numbers. */
  List<String> notes() {
    return notes;
  }

  private VerifyReport.Table compared(TablePlan plan, long maxCellBytes, Differences differences) {
    TableCompare compare = new TableCompare(mirror, source, scratch, plan);
    differences.begin(plan);
    Found found = compare.compare(maxCellBytes, differences);
    long repaired = differences.end(found, compare.hasher());
    if (found.foreign() > 0) {
      note("table %s: others put in %d rows of their own", plan.source(), found.foreign());
    }
    if (found.unread() > 0) {
      note("table %s: %d rows were too large to compare", plan.source(), found.unread());
    }
    return found.report(repaired);
  }

  private VerifyReport.Table onlyInSource(SourceTable table) {
    note("table %s is not mirrored yet: sync first", table.name());
    return whole(table.name(), countSource(table.name()), 0, "the table is not mirrored yet");
  }

  private VerifyReport.Table onlyInMirror(TablePlan plan) {
    note("table %s is not in the file any more: sync first", plan.source());
    return whole(plan.source(), 0, countMirror(plan), "the table is not in the file");
  }

  private VerifyReport.Table declaredDifferently(SourceTable table, TablePlan plan, String what) {
    note("table %s has %s than at the last sync: sync first", table.name(), what);
    return whole(
        table.name(), countSource(table.name()), countMirror(plan), "the table has " + what);
  }

  private static VerifyReport.Table whole(String name, long missing, long extra, String why) {
    return new VerifyReport.Table(name, missing, 0, missing, extra, 0, 0, List.of(why));
  }

  private static boolean isOf(TablePlan plan, SourceTable table) {
    return SourceName.same(plan.source(), table.name());
  }

  /** The bytes of texts mean something else in another encoding. */
  private boolean hasSameEncoding() {
    return schema.header().encoding() == mirror.schema().header().encoding();
  }

  private static boolean hasSameColumns(SourceTable table, TablePlan plan) {
    Set<String> declared =
        table.columns().stream()
            .map(SourceColumn::name)
            .map(SourceName::folded)
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> planned =
        plan.columns().stream()
            .map(column -> SourceName.folded(column.name()))
            .collect(Collectors.toCollection(TreeSet::new));
    return declared.equals(planned);
  }

  private void note(String line, Object... values) {
    notes.add(line.formatted(values));
  }

  private long countSource(String table) {
    try {
      return count(source, "main." + SourceName.quoted(table));
    } catch (SQLException e) {
      throw SqliteFailures.toSyncException("count the rows of table " + table, e);
    }
  }

  private long countMirror(TablePlan plan) {
    String table = Sql.table(mirror.client().schema(), plan.target());
    try {
      return count(mirror.connection(), table);
    } catch (SQLException e) {
      throw SqlStates.toSyncException("count the rows of " + table, e);
    }
  }

  private static long count(Connection connection, String table) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("SELECT count(*) FROM " + table)) {
      return result.next() ? result.getLong(1) : 0;
    }
  }
}
