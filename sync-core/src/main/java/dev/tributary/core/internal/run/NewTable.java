package dev.tributary.core.internal.run;

import dev.tributary.api.TableReport;
import dev.tributary.core.internal.apply.ApplyTransaction;
import dev.tributary.core.internal.apply.DirectCopy;
import dev.tributary.core.internal.apply.TargetTable;
import dev.tributary.core.internal.capture.BaseIndex;
import dev.tributary.core.internal.capture.Changes;
import dev.tributary.core.internal.capture.Counts;
import dev.tributary.core.internal.capture.KeyHasher;
import dev.tributary.core.internal.capture.RowHasher;
import dev.tributary.core.internal.capture.RowScanner;
import dev.tributary.core.internal.capture.TableDiff;
import dev.tributary.core.internal.table.KeyHash;
import dev.tributary.core.internal.table.KeyPlan;
import dev.tributary.core.internal.table.Row;
import dev.tributary.core.internal.table.TablePlan;
import dev.tributary.core.internal.values.CopyBuffer;
import dev.tributary.core.internal.values.RowEncoder;

/**
 * Loads a table that was created in this transaction: rows go straight into it, the key comes
 * after.
 */
final class NewTable {
  private static final int FLUSH_AT = 128 * 1024;

  private final RunContext run;
  private final ApplyTransaction transaction;
  private final Refusals refusals;

  NewTable(RunContext run, ApplyTransaction transaction, Refusals refusals) {
    this.run = run;
    this.transaction = transaction;
    this.refusals = refusals;
  }

  /**
   * @param empty an index without rows
   */
  TableResult load(TablePlan plan, BaseIndex empty) {
    long seed = run.client().hashSeed();
    RowScanner scanner = refusals.scanner(run.sqlite(), plan);
    TableDiff diff =
        new TableDiff(scanner, new RowHasher(plan, seed), new KeyHasher(plan, seed), empty);
    try (DirectCopy copy = new DirectCopy(transaction)) {
      Loading loading = new Loading(plan, copy);
      Counts counts = diff.run(loading);
      loading.flush();
      copy.finish();
      long refused = refusals.record(transaction, run, plan, scanner.oversized());
      TableReport report =
          new TableReport(
              plan.source(), counts.read(), loading.rows, 0, 0, 0, refused, loading.strays);
      return new TableResult(report, empty, copy.bytes());
    }
  }

  private final class Loading implements Changes {
    private final TablePlan plan;
    private final TargetTable table;
    private final RowEncoder encoder;
    private final DirectCopy copy;
    private final CopyBuffer buffer = new CopyBuffer();
    private long rows;
    private long strays;

    Loading(TablePlan plan, DirectCopy copy) {
      this.plan = plan;
      this.table = new TargetTable(run.client().schema(), plan);
      this.encoder = new RowEncoder(plan, run.encoding());
      this.copy = copy;
    }

    @Override
    public void upsert(Row row, KeyHash key, long hash, boolean inBase) {
      if (plan.key().kind() == KeyPlan.Kind.COLUMNS && !encoder.keyIsExact(row)) {
        throw new KeyNotExact(plan.source());
      }
      if (refusals.refuses(plan, key)) {
        return;
      }
      strays += encoder.encode(row, hash, transaction.xid(), key, buffer);
      rows++;
      if (buffer.length() >= FLUSH_AT) {
        flush();
      }
    }

    @Override
    public void gone(Row keyCells, KeyHash key) {
      throw new IllegalStateException("an empty base has no rows to lose");
    }

    void flush() {
      if (buffer.length() > 0) {
        copy.write(table, buffer);
        buffer.clear();
      }
    }
  }
}
