package dev.tributary.core.internal.run;

import dev.tributary.api.TableReport;
import dev.tributary.core.internal.apply.ApplyTransaction;
import dev.tributary.core.internal.apply.Arbiter;
import dev.tributary.core.internal.apply.ConflictRows;
import dev.tributary.core.internal.apply.ConflictStep;
import dev.tributary.core.internal.apply.ConflictTally;
import dev.tributary.core.internal.apply.RowStage;
import dev.tributary.core.internal.apply.TableApply;
import dev.tributary.core.internal.apply.TableCounts;
import dev.tributary.core.internal.apply.TargetTable;
import dev.tributary.core.internal.capture.BaseIndex;
import dev.tributary.core.internal.capture.Changes;
import dev.tributary.core.internal.capture.Counts;
import dev.tributary.core.internal.capture.KeyHasher;
import dev.tributary.core.internal.capture.RowHasher;
import dev.tributary.core.internal.capture.RowScanner;
import dev.tributary.core.internal.capture.TableDiff;
import dev.tributary.core.internal.catalog.DriftSetting;
import dev.tributary.core.internal.table.KeyHash;
import dev.tributary.core.internal.table.KeyPlan;
import dev.tributary.core.internal.table.Row;
import dev.tributary.core.internal.table.TablePlan;
import dev.tributary.core.internal.values.RowDecoder;
import dev.tributary.core.internal.values.RowEncoder;

/** Brings one table that is mirrored already up to the snapshot, inside the run's transaction. */
final class TableSync {
  private final RunContext run;
  private final ApplyTransaction transaction;
  private final Guards guards;
  private final Refusals refusals;
  private final ConflictTally tally;

  TableSync(
      RunContext run,
      ApplyTransaction transaction,
      Guards guards,
      Refusals refusals,
      ConflictTally tally) {
    this.run = run;
    this.transaction = transaction;
    this.guards = guards;
    this.refusals = refusals;
    this.tally = tally;
  }

  /**
   * Captures, stages and applies.
   *
   * @param number unique within the transaction
   */
  TableResult sync(TablePlan plan, BaseIndex index, Rows rows, int number) {
    TargetTable table = new TargetTable(run.client().schema(), plan);
    RowEncoder encoder = new RowEncoder(plan, run.encoding());
    RowStage stage = new RowStage(transaction, table, encoder, number);
    long seed = run.client().hashSeed();
    RowScanner scanner = refusals.scanner(run.sqlite(), plan);
    Staging staging = new Staging(plan, stage, encoder, refusals, guards);
    TableDiff diff =
        new TableDiff(scanner, new RowHasher(plan, seed), new KeyHasher(plan, seed), index);
    Counts counts = rows == Rows.ALL ? diff.runTellingAll(staging) : diff.run(staging);
    stage.finish();
    RowHasher targetHasher = new RowHasher(plan, seed);
    TableCounts applied =
        new TableApply(transaction, run.client(), run.job(), conflicts(rows))
            .apply(
                table,
                stage,
                new RowDecoder(plan, run.encoding()),
                targetHasher::hash,
                run.encoding());
    ConflictRows held = new ConflictRows(transaction, run.client(), run.job());
    if (rows == Rows.ALL && applied.conflicts() > 0) {
      held.keepOpen(table, stage);
    }
    held.closeUnseen(plan.source());
    long refused = refusals.record(transaction, run, plan, scanner.oversized());
    TableReport report =
        new TableReport(
            plan.source(),
            counts.read(),
            applied.inserted(),
            applied.updated(),
            applied.deleted(),
            applied.conflicts(),
            refused,
            stage.strays(),
            applied.resolved());
    return new TableResult(report, index, stage.bytes());
  }

  private ConflictStep conflicts(Rows rows) {
    Arbiter.Drift drift =
        rows == Rows.ALL
            ? Arbiter.Drift.DECIDE
            : run.client().conflicts().drift() == DriftSetting.REPAIR
                ? Arbiter.Drift.REPAIR
                : Arbiter.Drift.LEAVE;
    Arbiter arbiter = new Arbiter(run.resolver(), drift);
    return new ConflictStep(arbiter, run.leadership().token().term(), tally);
  }

  /** Which rows of a table are written. */
  enum Rows {
    CHANGED,
    /** All, because a column goes somewhere else than before. */
    ALL
  }

  /** Stages what the diff finds. */
  private record Staging(
      TablePlan plan, RowStage stage, RowEncoder encoder, Refusals refusals, Guards guards)
      implements Changes {
    @Override
    public void beforeGone(long gone, long inBase) {
      guards.requireFewDeletes(plan.source(), gone, inBase);
    }

    @Override
    public void upsert(Row row, KeyHash key, long hash, boolean inBase) {
      if (plan.key().kind() == KeyPlan.Kind.COLUMNS && !encoder.keyIsExact(row)) {
        throw new KeyNotExact(plan.source());
      }
      if (!refusals.refuses(plan, key)) {
        stage.upsert(row, key, hash, inBase ? RowStage.Base.KNOWN : RowStage.Base.NONE);
      }
    }

    @Override
    public void gone(Row keyCells, KeyHash key) {
      stage.delete(keyCells, key);
    }
  }
}
