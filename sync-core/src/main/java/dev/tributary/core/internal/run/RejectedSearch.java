package dev.tributary.core.internal.run;

import dev.tributary.api.RowRejected;
import dev.tributary.core.internal.apply.ApplyTransaction;
import dev.tributary.core.internal.apply.ProbeTable;
import dev.tributary.core.internal.apply.TargetTable;
import dev.tributary.core.internal.capture.BaseIndex;
import dev.tributary.core.internal.capture.Changes;
import dev.tributary.core.internal.capture.KeyHasher;
import dev.tributary.core.internal.capture.RowHasher;
import dev.tributary.core.internal.capture.TableDiff;
import dev.tributary.core.internal.table.KeyHash;
import dev.tributary.core.internal.table.Row;
import dev.tributary.core.internal.table.TablePlan;
import dev.tributary.core.internal.values.CopyBuffer;
import dev.tributary.core.internal.values.RowEncoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Finds the rows that PostgreSQL refuses, by halving, in a transaction that is always rolled back
 * and against a temporary copy of the table's definition: the mirror is never touched.
 */
final class RejectedSearch {
  private static final int BATCH_ROWS = 512;
  private static final int BATCH_BYTES = 1 << 20;

  private final EngineSettings settings;
  private final RunContext run;
  private final Refusals refusals;
  private final RejectedRows into;
  private boolean found;

  RejectedSearch(EngineSettings settings, RunContext run, Refusals refusals, RejectedRows into) {
    this.settings = settings;
    this.run = run;
    this.refusals = refusals;
    this.into = into;
  }

  /** Whether rows that the run has to write into these tables are refused by themselves. */
  boolean search(List<TablePlan> plans) {
    search(plans, TableSync.Rows.CHANGED);
    if (!found) {
      search(plans, TableSync.Rows.ALL); // where a column goes somewhere else, all are written
    }
    return found;
  }

  private void search(List<TablePlan> plans, TableSync.Rows rows) {
    for (TablePlan plan : plans) {
      try (ApplyTransaction transaction =
          ApplyTransaction.begin(settings.connections(), run.leadership())) {
        search(plan, rows, transaction);
      }
    }
  }

  private void search(TablePlan plan, TableSync.Rows rows, ApplyTransaction transaction) {
    TargetTable table = new TargetTable(run.client().schema(), plan);
    ProbeTable probe = new ProbeTable(transaction, table);
    long seed = run.client().hashSeed();
    TableIndexes indexes = new TableIndexes(settings.dataDirectory(), run.client(), run.encoding());
    try (BaseIndex index =
        probe.existing()
            ? indexes
                .open(
                    transaction.connection(), table, TableIndexes.Trust.POSTGRESQL_ONLY, BATCH_ROWS)
                .index()
            : indexes.empty(plan, BATCH_ROWS)) {
      if (probe.existing()) {
        indexes.reconsider(transaction.connection(), table, index);
      }
      Batches batches = new Batches(plan, probe, transaction.xid());
      TableDiff diff =
          new TableDiff(
              refusals.scanner(run.sqlite(), plan),
              new RowHasher(plan, seed),
              new KeyHasher(plan, seed),
              index);
      if (rows == TableSync.Rows.ALL) {
        diff.runTellingAll(batches);
      } else {
        diff.run(batches);
      }
      batches.flush();
    }
  }

  /** Gathers encoded rows and tries each batch. */
  private final class Batches implements Changes {
    private final TablePlan plan;
    private final ProbeTable probe;
    private final long xid;
    private final RowEncoder encoder;
    private final CopyBuffer buffer = new CopyBuffer();
    private final List<KeyHash> keys = new ArrayList<>();
    private final List<String> names = new ArrayList<>();
    private int[] ends = new int[BATCH_ROWS];

    Batches(TablePlan plan, ProbeTable probe, long xid) {
      this.plan = plan;
      this.probe = probe;
      this.xid = xid;
      this.encoder = new RowEncoder(plan, run.encoding());
    }

    @Override
    public void upsert(Row row, KeyHash key, long hash, boolean inBase) {
      if (refusals.refuses(plan, key)) {
        return;
      }
      encoder.encode(row, hash, xid, key, buffer);
      keys.add(new KeyHash(key.high(), key.low()));
      names.add(RowNames.of(row, plan, run.encoding()));
      ends[keys.size() - 1] = buffer.length();
      if (keys.size() == BATCH_ROWS || buffer.length() >= BATCH_BYTES) {
        flush();
      }
    }

    @Override
    public void gone(Row keyCells, KeyHash key) {
      // A delete sends no content that could be refused.
    }

    void flush() {
      if (!keys.isEmpty()) {
        halve(0, keys.size());
        keys.clear();
        names.clear();
        buffer.clear();
        ends = Arrays.copyOf(ends, BATCH_ROWS);
      }
    }

    private void halve(int from, int to) {
      int start = from == 0 ? 0 : ends[from - 1];
      var refusal = probe.refusal(buffer, start, ends[to - 1]);
      if (refusal.isEmpty()) {
        return;
      }
      if (to - from == 1) {
        RowRejected why = refusal.get();
        into.add(
            plan.source(),
            keys.get(from),
            new RejectedRows.Reason(names.get(from), why.sqlState(), why.getMessage()));
        found = true;
        return;
      }
      int middle = (from + to) >>> 1;
      halve(from, middle);
      halve(middle, to);
    }
  }
}
