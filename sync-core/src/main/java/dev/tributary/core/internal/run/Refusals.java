package dev.tributary.core.internal.run;

import dev.tributary.core.internal.apply.ApplyTransaction;
import dev.tributary.core.internal.apply.QuarantineRows;
import dev.tributary.core.internal.capture.LargeCells;
import dev.tributary.core.internal.capture.Oversized;
import dev.tributary.core.internal.capture.RowScanner;
import dev.tributary.core.internal.snapshot.Snapshot;
import dev.tributary.core.internal.table.KeyHash;
import dev.tributary.core.internal.table.TablePlan;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import org.sqlite.SQLiteConnection;

/**
 * The rows that cannot go into the mirror: too large a cell, or refused by PostgreSQL. They are
 * recorded in quarantine by name, the run goes on, and its result says so.
 */
final class Refusals {
  private final RejectedRows rejected;
  private final long maxCellBytes;
  private final Predicate<String> mayHoldLargeRows;
  private final Predicate<String> pagesAreDoubted;

  /**
   * @param mayHoldLargeRows by table; where not, a large row ends the attempt
   * @param pagesAreDoubted by table; where so, SQLite reads every row
   */
  Refusals(
      RejectedRows rejected,
      long maxCellBytes,
      Predicate<String> mayHoldLargeRows,
      Predicate<String> pagesAreDoubted) {
    this.rejected = rejected;
    this.maxCellBytes = maxCellBytes;
    this.mayHoldLargeRows = mayHoldLargeRows;
    this.pagesAreDoubted = pagesAreDoubted;
  }

  RowScanner scanner(SQLiteConnection sqlite, TablePlan plan) {
    LargeCells cells =
        mayHoldLargeRows.test(plan.source()) ? LargeCells.LOOK_FIRST : LargeCells.EXPECT_NONE;
    return new RowScanner(sqlite, plan, maxCellBytes, cells);
  }

  /** As {@link #scanner}, from the file's pages where they are the picture and can be trusted. */
  RowScanner fastScanner(Snapshot snapshot, TablePlan plan) {
    RowScanner scanner = scanner(snapshot.connection(), plan);
    if (!pagesAreDoubted.test(plan.source())) {
      snapshot.pages().ifPresent(scanner::readPages);
    }
    return scanner;
  }

  /** Whether rows were refused in an earlier attempt, so that each key has to be asked for. */
  boolean any() {
    return !rejected.isEmpty();
  }

  boolean refuses(TablePlan plan, KeyHash key) {
    return !rejected.isEmpty() && rejected.contains(plan.source(), key);
  }

  /** Writes down the table's refusals of this run, and says how many they are. */
  long record(
      ApplyTransaction transaction, RunContext run, TablePlan plan, List<Oversized> oversized) {
    QuarantineRows rows = new QuarantineRows(transaction.connection(), run.client(), run.job());
    for (Oversized cell : oversized) {
      rows.add(
          plan.source(),
          RowNames.of(cell.key(), run.encoding()),
          cell.column(),
          "cell of %d bytes is larger than %d; give the JVM more heap (-Xmx) or raise the limit"
              .formatted(cell.bytes(), maxCellBytes),
          "54000");
    }
    Collection<RejectedRows.Reason> reasons = rejected.of(plan.source()).values();
    for (RejectedRows.Reason reason : reasons) {
      rows.add(plan.source(), reason.key(), "", reason.message(), reason.sqlState());
    }
    return oversized.size() + reasons.size();
  }
}
