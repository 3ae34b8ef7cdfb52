package dev.tributary.core.internal.run;

import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.api.Leadership;
import dev.tributary.api.RowRejected;
import dev.tributary.api.SyncException;
import dev.tributary.api.SyncMode;
import dev.tributary.api.SyncReport;
import dev.tributary.api.SyncRequest;
import dev.tributary.api.TableReport;
import dev.tributary.api.TargetUnavailable;
import dev.tributary.core.internal.catalog.ClientRow;
import dev.tributary.core.internal.catalog.Job;
import dev.tributary.core.internal.catalog.StoredPlan;
import dev.tributary.core.internal.jdbc.Database;
import dev.tributary.core.internal.schema.PlanChange;
import dev.tributary.core.internal.schema.SchemaReader;
import dev.tributary.core.internal.schema.TablePlanner;
import dev.tributary.core.internal.snapshot.Fingerprint;
import dev.tributary.core.internal.snapshot.Snapshot;
import dev.tributary.core.internal.snapshot.SourceFile;
import dev.tributary.core.internal.table.KeyPlan;
import dev.tributary.core.internal.table.SourceName;
import dev.tributary.core.internal.table.SourceSchema;
import dev.tributary.core.internal.table.TablePlan;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** One try of a run: from taking the lease to the report. */
final class SyncAttempt {
  private final EngineSettings settings;
  private final EngineParts parts;
  private final SyncRequest request;
  private final Guards guards;
  private final RunReports reports;

  SyncAttempt(
      EngineSettings settings,
      EngineParts parts,
      SyncRequest request,
      Guards guards,
      RunReports reports) {
    this.settings = settings;
    this.parts = parts;
    this.request = request;
    this.guards = guards;
    this.reports = reports;
  }

  SyncReport run(
      SourceFile file, Fingerprint fingerprint, Set<String> hashedKeys, RejectedRows rejected) {
    try (Snapshot snapshot = file.snapshot()) {
      SourceSchema schema = SchemaReader.read(snapshot.connection());
      TablePlanner planner = new TablePlanner(request.columnTypes());
      Optional<ClientRow> known = parts.clients().find(request.client());
      Map<String, StoredPlan> stored = known.map(this::stored).orElse(Map.of());
      guards.requireSameFile(request.source(), schema, stored);
      List<TablePlan> plans =
          planner.plan(snapshot.connection(), schema, plansOnly(stored)).stream()
              .map(plan -> hashedKeys.contains(plan.source()) ? hashed(plan) : plan)
              .toList();
      Leadership leadership = lead();
      ClientRow client = known.orElseGet(this::register);
      Job job = parts.jobs().start(client, request, leadership.token());
      RunContext run = new RunContext(client, job, leadership, snapshot, schema);
      return recorded(run, plans, stored, fingerprint, rejected);
    }
  }

  private SyncReport recorded(
      RunContext run,
      List<TablePlan> plans,
      Map<String, StoredPlan> stored,
      Fingerprint fingerprint,
      RejectedRows rejected) {
    try {
      return mirror(run, plans, stored, fingerprint, rejected);
    } catch (RowRejected e) {
      fail(run.job(), e);
      if (!Retries.isKeyRace(e)) {
        Refusals refusals = new Refusals(rejected, settings.limits().maxCellBytes());
        if (!new RejectedSearch(settings, run, refusals, rejected).search(plans)) {
          throw new ConfigurationInvalid(e.getMessage(), e);
        }
      }
      throw e;
    } catch (SyncException | MassDeleteHold | KeyNotExact e) {
      fail(run.job(), e);
      throw e;
    }
  }

  /** The reason of the run counts; that it could not be recorded must not hide it. */
  private void fail(Job job, RuntimeException reason) {
    try {
      parts.jobs().fail(job, reason.getMessage());
    } catch (SyncException e) {
      reason.addSuppressed(e);
    }
  }

  private SyncReport mirror(
      RunContext run,
      List<TablePlan> plans,
      Map<String, StoredPlan> stored,
      Fingerprint fingerprint,
      RejectedRows rejected) {
    Refusals refusals = new Refusals(rejected, settings.limits().maxCellBytes());
    ProgressReport progress =
        new ProgressReport(request.client(), settings.listener(), parts.nanoTime());
    BulkLoad bulk = new BulkLoad(settings, parts.tables(), run, refusals, progress);
    Map<String, TableResult> loaded = Map.of();
    boolean large = run.snapshot().fileBytes() >= settings.limits().bulkBytes();
    if (run.client().fingerprint().isEmpty() && large) {
      loaded = bulk.load(toLoad(plans, stored));
    }
    Map<String, StoredPlan> now = large ? stored(bulk.after().client()) : stored;
    RunCommit commit = new RunCommit(settings, parts, bulk.after(), refusals, guards);
    RunCommit.Committed done = commit.commit(changes(plans, now), loaded, fingerprint, trust());
    long waiting = parts.clients().require(request.client()).waiting();
    List<TableReport> tables = done.tables();
    return reports.done(
        run.job(), tables, waiting, bulk.bytes() + done.bytes(), run.snapshot(), done.notes());
  }

  private TableIndexes.Trust trust() {
    return request.mode() == SyncMode.FULL
        ? TableIndexes.Trust.POSTGRESQL_ONLY
        : TableIndexes.Trust.LOCAL_COPY;
  }

  /** What became of each table. One that is still loading is finished before it is synced. */
  private static Map<String, PlannedChange> changes(
      List<TablePlan> plans, Map<String, StoredPlan> stored) {
    Map<String, PlannedChange> changes = new LinkedHashMap<>();
    for (PlanChange change : PlanChange.between(plansOnly(stored).values(), plans)) {
      StoredPlan before = stored.get(change.table());
      boolean loading = before != null && before.loading();
      changes.put(change.table(), new PlannedChange(anewIfCutShort(change, loading), loading));
    }
    return changes;
  }

  /** A load that was cut short and does not fit the declaration any more begins anew. */
  private static PlanChange anewIfCutShort(PlanChange change, boolean loading) {
    return loading && change instanceof PlanChange.Altered altered
        ? new PlanChange.Rekeyed(
            altered.stored(), altered.plan(), "its declaration changed during the initial load")
        : change;
  }

  /** Tables that have no rows yet, or not all. Those whose plan changed meanwhile begin anew. */
  private static List<TablePlan> toLoad(List<TablePlan> plans, Map<String, StoredPlan> stored) {
    return plans.stream()
        .filter(
            plan -> {
              StoredPlan before = stored.get(plan.source());
              return before == null || before.loading() && before.plan().equals(plan);
            })
        .toList();
  }

  private static Map<String, TablePlan> plansOnly(Map<String, StoredPlan> stored) {
    Map<String, TablePlan> plans = new TreeMap<>(SourceName.ORDER);
    stored.forEach((name, plan) -> plans.put(name, plan.plan()));
    return plans;
  }

  private Map<String, StoredPlan> stored(ClientRow client) {
    return new Database(settings.connections())
        .withConnection(
            "read the table plans of " + client.name(),
            connection -> parts.tables().stored(connection, client));
  }

  private ClientRow register() {
    return parts
        .clients()
        .register(request.client(), request.source().toAbsolutePath(), request.schema());
  }

  private Leadership lead() {
    try {
      return settings.elector().await(settings.limits().leaderWait());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TargetUnavailable("interrupted while waiting to lead", e);
    }
  }

  private static TablePlan hashed(TablePlan plan) {
    KeyPlan key = new KeyPlan(KeyPlan.Kind.HASHED, plan.key().columns());
    return new TablePlan(plan.source(), plan.target(), plan.columns(), key, plan.indexes());
  }
}
