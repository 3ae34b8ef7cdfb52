package dev.tributary.core.internal.run;

import dev.tributary.api.ConflictsSeen;
import dev.tributary.api.SyncException;
import dev.tributary.api.TableReport;
import dev.tributary.core.internal.apply.ApplyTransaction;
import dev.tributary.core.internal.apply.BaseRows;
import dev.tributary.core.internal.apply.Checkpoint;
import dev.tributary.core.internal.apply.ConflictRows;
import dev.tributary.core.internal.apply.ConflictTally;
import dev.tributary.core.internal.apply.DriftRows;
import dev.tributary.core.internal.apply.QuarantineRows;
import dev.tributary.core.internal.apply.TargetTable;
import dev.tributary.core.internal.capture.BaseIndex;
import dev.tributary.core.internal.catalog.DriftSetting;
import dev.tributary.core.internal.catalog.MissingRows;
import dev.tributary.core.internal.catalog.SourceSchemas;
import dev.tributary.core.internal.jdbc.SqlStates;
import dev.tributary.core.internal.schema.PlanChange;
import dev.tributary.core.internal.schema.SchemaEpoch;
import dev.tributary.core.internal.schema.SourceSchemaJson;
import dev.tributary.core.internal.snapshot.Fingerprint;
import dev.tributary.core.internal.table.TablePlan;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Everything that one run changes, in one fenced PostgreSQL transaction. */
final class RunCommit {
  private static final Logger LOG = LoggerFactory.getLogger(RunCommit.class);

  private final EngineSettings settings;
  private final EngineParts parts;
  private final RunContext run;
  private final Refusals refusals;
  private final Guards guards;
  private final List<TableResult> results = new ArrayList<>();
  private final ConflictTally tally;

  RunCommit(
      EngineSettings settings,
      EngineParts parts,
      RunContext run,
      Refusals refusals,
      Guards guards) {
    this.settings = settings;
    this.parts = parts;
    this.run = run;
    this.refusals = refusals;
    this.guards = guards;
    this.tally = new ConflictTally(parts.nanoTime());
  }

  /**
   * What was committed.
   *
   * @param whole no row of the file waits for a person, or is left out
   */
  record Committed(List<TableReport> tables, long bytes, List<String> notes, boolean whole) {}

  /**
   * Applies and commits.
   *
   * @param loaded tables that an initial load has brought to this very snapshot
   */
  Committed commit(
      Map<String, PlannedChange> changes,
      Map<String, TableResult> loaded,
      Fingerprint fingerprint,
      TableIndexes.Trust trust) {
    results.addAll(loaded.values());
    boolean committed = false;
    try (ApplyTransaction transaction =
        ApplyTransaction.begin(settings.connections(), run.leadership())) {
      SchemaChanges schema = new SchemaChanges(parts.tables(), run, transaction);
      if (changes.values().stream().anyMatch(PlannedChange::lost)) {
        schema.ensureSchema();
      }
      for (PlannedChange change : changes.values()) {
        apply(change, loaded, schema, transaction, trust);
      }
      results.addAll(new LeftOutTables(run, transaction).record());
      new QuarantineRows(transaction.connection(), run.client(), run.job()).closeOthers();
      List<String> missing = missing(transaction);
      List<String> notes = notes(missing, schema.notes(), transaction);
      Optional<ConflictsSeen> seen =
          ConflictNews.of(transaction.connection(), run.client(), tally.counts());
      UUID epoch = writeCheckpoint(transaction, fingerprint, missing);
      transaction.commit(run.leadership());
      committed = true;
      keepIndexes(epoch);
      seen.ifPresent(news -> ConflictNews.tell(news, settings.listener()));
      List<TableReport> tables = results.stream().map(TableResult::report).toList();
      return new Committed(tables, bytes(), notes, missing.isEmpty());
    } finally {
      if (!committed) {
        results.forEach(TableResult::closeIndex);
      }
    }
  }

  private void apply(
      PlannedChange planned,
      Map<String, TableResult> loaded,
      SchemaChanges schema,
      ApplyTransaction transaction,
      TableIndexes.Trust trust) {
    PlanChange change = planned.change();
    if (planned.loading() && change instanceof PlanChange.Unchanged complete) {
      schema.finishLoad(complete.plan());
    }
    long before = rowsBefore(planned, transaction);
    schema.follow(change);
    if (change instanceof PlanChange.Gone || loaded.containsKey(change.table())) {
      return;
    }
    if (!(change instanceof PlanChange.Unchanged)) {
      new ConflictRows(transaction, run.client(), run.job()).forgetCustomDecisions(change.table());
    }
    TablePlan plan = planOf(change).orElseThrow();
    TableIndexes indexes = new TableIndexes(settings.dataDirectory(), run.client(), run.encoding());
    if (isNew(change)) {
      load(plan, indexes, transaction);
      guards.requireFewDeletes(plan.source(), before - lastRowsRead(), before);
      schema.finishLoad(plan);
      return;
    }
    Guards itsGuards = planned.loading() ? guards.atRest() : guards;
    TableSync sync = new TableSync(run, transaction, itsGuards, refusals, tally);
    sync(sync, plan, rows(change), indexes, transaction, trust);
  }

  /** The rows that a table which is loaded anew had before. */
  private long rowsBefore(PlannedChange planned, ApplyTransaction transaction) {
    return planned.change() instanceof PlanChange.Rekeyed rekeyed
            && !planned.loading()
            && !planned.lost()
        ? BaseRows.count(
            transaction.connection(), new TargetTable(run.client().schema(), rekeyed.stored()))
        : 0;
  }

  private long lastRowsRead() {
    return results.get(results.size() - 1).report().rowsRead();
  }

  private void load(TablePlan plan, TableIndexes indexes, ApplyTransaction transaction) {
    BaseIndex empty = indexes.empty(plan, RowEstimate.of(run.sqlite(), plan));
    try {
      results.add(new NewTable(run, transaction, refusals).load(plan, empty));
    } catch (RuntimeException e) {
      empty.close();
      throw e;
    }
  }

  private void sync(
      TableSync sync,
      TablePlan plan,
      TableSync.Rows rows,
      TableIndexes indexes,
      ApplyTransaction transaction,
      TableIndexes.Trust trust) {
    TargetTable table = new TargetTable(run.client().schema(), plan);
    TableIndexes.Opened base =
        indexes.open(transaction.connection(), table, trust, RowEstimate.of(run.sqlite(), plan));
    BaseIndex index = base.index();
    try {
      indexes.reconsider(transaction.connection(), table, index);
      TableResult result = sync.sync(plan, index, rows, results.size());
      if (base.read() == TableIndexes.Trust.POSTGRESQL_ONLY) {
        new DriftRows(transaction.connection(), table).resolveEmptied();
      }
      results.add(result);
    } catch (RuntimeException e) {
      index.close();
      throw e;
    }
  }

  private static boolean isNew(PlanChange change) {
    return change instanceof PlanChange.NewTable || change instanceof PlanChange.Rekeyed;
  }

  private static TableSync.Rows rows(PlanChange change) {
    boolean all =
        change instanceof PlanChange.Altered altered && altered.revisit() == PlanChange.Revisit.ALL;
    return all ? TableSync.Rows.ALL : TableSync.Rows.CHANGED;
  }

  private static Optional<TablePlan> planOf(PlanChange change) {
    if (change instanceof PlanChange.Unchanged same) {
      return Optional.of(same.plan());
    }
    if (change instanceof PlanChange.NewTable added) {
      return Optional.of(added.plan());
    }
    if (change instanceof PlanChange.Altered altered) {
      return Optional.of(altered.plan());
    }
    return change instanceof PlanChange.Rekeyed rekeyed
        ? Optional.of(rekeyed.plan())
        : Optional.empty();
  }

  private List<String> missing(ApplyTransaction transaction) {
    boolean whole =
        run.client().waiting() == 0 && results.stream().allMatch(TableResult::indexIsTrue);
    return whole ? List.of() : MissingRows.lines(transaction.connection(), run.client());
  }

  private UUID writeCheckpoint(
      ApplyTransaction transaction, Fingerprint fingerprint, List<String> missing) {
    try {
      String epoch = SchemaEpoch.of(run.schema());
      SourceSchemas.keep(
          transaction.connection(), run.client(), epoch, SourceSchemaJson.write(run.schema()));
      List<TableReport> tables = results.stream().map(TableResult::report).toList();
      parts.jobs().finish(transaction.connection(), run.job(), tables, bytes(), missing);
      Checkpoint checkpoint =
          new Checkpoint(
              Optional.of(fingerprint.text()),
              Optional.of(epoch),
              missing.isEmpty() ? "success" : "partial");
      return checkpoint.write(transaction, run.client());
    } catch (SQLException e) {
      throw SqlStates.toSyncException("write the checkpoint of " + run.client().name(), e);
    }
  }

  private long bytes() {
    return results.stream().mapToLong(TableResult::bytes).sum();
  }

  /** What is committed is committed: an index that cannot be kept is read again by the next run. */
  private void keepIndexes(UUID epoch) {
    for (TableResult result : results) {
      result.index().ifPresent(index -> keep(index, result, epoch));
    }
  }

  private static void keep(BaseIndex index, TableResult result, UUID epoch) {
    try (index) {
      if (result.indexIsTrue()) {
        index.stamp(epoch.toString());
      }
    } catch (SyncException e) {
      LOG.warn("the local index of table {} is lost", result.report().table(), e);
    }
  }

  private Map<String, Long> drift(ApplyTransaction transaction) {
    return run.client().conflicts().drift() == DriftSetting.IGNORE
        ? Map.of()
        : DriftRows.open(transaction.connection(), run.client().schema());
  }

  private List<String> notes(
      List<String> missing, List<String> schema, ApplyTransaction transaction) {
    List<String> all = new ArrayList<>(missing);
    all.addAll(schema);
    drift(transaction)
        .forEach(
            (table, rows) ->
                all.add(
                    "others changed %d rows of table %s; tributary verify shows them"
                        .formatted(rows, table)));
    run.schema().skipped().stream()
        .filter(table -> table.rows() == 0)
        .forEach(
            table ->
                all.add("table %s is not mirrored: %s".formatted(table.table(), table.reason())));
    return all;
  }
}
