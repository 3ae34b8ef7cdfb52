package dev.tributary.core.internal.run;

import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.api.ConflictResolver;
import dev.tributary.api.Leadership;
import dev.tributary.api.RowRejected;
import dev.tributary.api.SyncMode;
import dev.tributary.api.SyncReport;
import dev.tributary.api.SyncRequest;
import dev.tributary.api.TableReport;
import dev.tributary.core.internal.catalog.ClientCatalog;
import dev.tributary.core.internal.catalog.ClientRow;
import dev.tributary.core.internal.catalog.Job;
import dev.tributary.core.internal.catalog.SourceSchemas;
import dev.tributary.core.internal.catalog.StoredPlan;
import dev.tributary.core.internal.jdbc.Database;
import dev.tributary.core.internal.schema.KeyLook;
import dev.tributary.core.internal.schema.PlanChange;
import dev.tributary.core.internal.schema.SchemaReader;
import dev.tributary.core.internal.schema.SourceSchemaJson;
import dev.tributary.core.internal.schema.TablePlanner;
import dev.tributary.core.internal.snapshot.Fingerprint;
import dev.tributary.core.internal.snapshot.Snapshot;
import dev.tributary.core.internal.snapshot.SourceFile;
import dev.tributary.core.internal.table.KeyPlan;
import dev.tributary.core.internal.table.SourceColumn;
import dev.tributary.core.internal.table.SourceName;
import dev.tributary.core.internal.table.SourceSchema;
import dev.tributary.core.internal.table.SourceTable;
import dev.tributary.core.internal.table.TablePlan;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** One try of a run: from taking the lease to the report. */
final class SyncAttempt {
  /** PostgreSQL's limit for a table; dropped columns count. */
  private static final int MOST_COLUMNS = 1600;

  private final EngineSettings settings;
  private final EngineParts parts;
  private final SyncRequest request;
  private Guards guards; // set by run, when it is known which version of the file is in the picture
  private final RunReports reports;
  private final Lessons lessons;
  private final Rivals rivals;

  SyncAttempt(
      EngineSettings settings,
      EngineParts parts,
      SyncRequest request,
      RunReports reports,
      Lessons lessons) {
    this.settings = settings;
    this.parts = parts;
    this.request = request;
    this.guards = new Guards(settings.limits(), request.massDelete());
    this.reports = reports;
    this.lessons = lessons;
    this.rivals = new Rivals(parts.clients());
  }

  /**
   * @param known the client as it was before the picture: who commits after that look makes this
   *     run fail, so that an older picture never follows a newer one
   */
  SyncReport run(SourceFile file, Fingerprint fingerprint, Optional<ClientRow> known) {
    known.ifPresent(client -> lessons.meetClient());
    try (Snapshot snapshot = file.snapshot()) {
      guards = new Guards(settings.limits(), permission(known).at(file.fingerprint()));
      SourceSchema schema = SchemaReader.read(snapshot.connection());
      ConflictResolver resolver = resolver(known, schema);
      TablePlanner planner = new TablePlanner(request.columnTypes());
      Map<String, StoredPlan> stored = known.map(this::stored).orElse(Map.of());
      guards.requireSameFile(request.source(), schema, stored);
      known.ifPresent(client -> requireSameApp(client, fingerprint, schema));
      Map<String, TablePlan> before = plansOnly(stored);
      if (lessons.expectsLongValues()) {
        before.replaceAll((name, plan) -> withoutIndexes(plan));
      }
      List<TablePlan> plans =
          planner.plan(snapshot.connection(), schema, before, this::look).stream()
              .map(plan -> lessons.keysAreDoubted(plan.source()) ? withoutKeyColumns(plan) : plan)
              .toList();
      Leadership leadership = settings.lead();
      ClientRow client = known.orElseGet(() -> register(leadership));
      RunContext run =
          new RunContext(client, job(client, leadership), leadership, snapshot, schema, resolver);
      return mirror(run, plans, stored, fingerprint);
    }
  }

  private Permission permission(Optional<ClientRow> known) {
    return new Permission(request.massDelete(), known.flatMap(ClientRow::confirmedVersion));
  }

  /** Asked before anything is written: what is configured may not fit the tables. */
  private ConflictResolver resolver(Optional<ClientRow> known, SourceSchema schema) {
    Map<String, List<String>> columns = new LinkedHashMap<>();
    for (SourceTable table : schema.tables()) {
      columns.put(table.name(), table.columns().stream().map(SourceColumn::name).toList());
    }
    return settings
        .conflicts()
        .resolverFor(
            request.client(), columns, known.flatMap(row -> row.conflicts().configuration()));
  }

  private Job job(ClientRow client, Leadership leadership) {
    if (lessons.job().isEmpty()) {
      lessons.job(parts.jobs().start(client, request, leadership, lessons.waitingJob()));
    }
    return lessons.job().get();
  }

  /** Finds the rows that PostgreSQL refuses, so that the next attempt leaves them out. */
  private void learn(RunContext run, List<TablePlan> plans, RowRejected refusal) {
    if (Retries.isTooLong(refusal) && lessons.expectLongValues()) {
      return;
    }
    boolean found =
        Retries.isKeyRace(refusal)
            || new RejectedSearch(settings, run, refusals(run), lessons.rejected()).search(plans);
    if (!found) {
      throw new ConfigurationInvalid(refusal.getMessage(), refusal);
    }
  }

  /** A client with rows in quarantine has large ones again, most likely. */
  private Refusals refusals(RunContext run) {
    boolean waits = run.client().waiting() > 0;
    return new Refusals(
        lessons.rejected(),
        settings.limits().maxCellBytes(),
        table -> waits || lessons.mayHoldLargeRows(table),
        lessons::pagesAreDoubted);
  }

  private SyncReport mirror(
      RunContext run,
      List<TablePlan> plans,
      Map<String, StoredPlan> stored,
      Fingerprint fingerprint) {
    try {
      return mirrorUnlessRefused(run, plans, stored, fingerprint);
    } catch (RowRejected e) {
      learn(run, plans, e);
      throw e;
    }
  }

  private SyncReport mirrorUnlessRefused(
      RunContext run,
      List<TablePlan> plans,
      Map<String, StoredPlan> stored,
      Fingerprint fingerprint) {
    Refusals refusals = refusals(run);
    ProgressReport progress =
        new ProgressReport(request.client(), settings.listener(), parts.nanoTime());
    BulkLoad bulk = new BulkLoad(settings, parts, run, refusals, progress);
    try {
      return mirror(run, plans, stored, fingerprint, refusals, bulk);
    } catch (ConfigurationInvalid e) {
      throw rivals.blame(bulk.after().client(), e);
    }
  }

  private SyncReport mirror(
      RunContext run,
      List<TablePlan> plans,
      Map<String, StoredPlan> stored,
      Fingerprint fingerprint,
      Refusals refusals,
      BulkLoad bulk) {
    Map<String, TableResult> loaded = Map.of();
    boolean large = run.snapshot().fileBytes() >= settings.limits().bulkBytes();
    if (run.client().fingerprint().isEmpty() && large) {
      loaded = bulk.load(toLoad(plans, stored));
    }
    Map<String, StoredPlan> now = large ? stored(bulk.after().client()) : stored;
    RunCommit commit =
        new RunCommit(settings, parts, bulk.after(), refusals, guards.of(run.client()));
    RunCommit.Committed done = commit.commit(changes(plans, now), loaded, fingerprint, trust());
    long waiting = done.whole() ? 0 : parts.clients().require(request.client()).waiting();
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
      Optional<String> lost = Optional.ofNullable(before).flatMap(StoredPlan::lost);
      PlanChange real =
          lost.or(() -> tooWide(change, before))
              .map(why -> anew(change, why))
              .orElse(anewIfCutShort(change, loading));
      changes.put(change.table(), new PlannedChange(real, loading, lost.isPresent()));
    }
    return changes;
  }

  /** A mirror that others dropped, or dropped columns of, is filled from the file again. */
  private static PlanChange anew(PlanChange change, String why) {
    if (change instanceof PlanChange.Unchanged same) {
      return new PlanChange.Rekeyed(same.plan(), same.plan(), why);
    }
    return change instanceof PlanChange.Altered altered
        ? new PlanChange.Rekeyed(altered.stored(), altered.plan(), why)
        : change;
  }

  /** Retired columns count as well: a mirror that cannot take another one begins anew. */
  private static Optional<String> tooWide(PlanChange change, StoredPlan before) {
    boolean full =
        change instanceof PlanChange.Altered altered
            && before.width() + altered.added().size() > MOST_COLUMNS;
    return full
        ? Optional.of("it has no room for more columns, retired ones included")
        : Optional.empty();
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
              return before == null
                  || before.loading() && before.lost().isEmpty() && before.plan().equals(plan);
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

  private ClientRow register(Leadership leadership) {
    if (lessons.hasMetClient()) {
      throw ClientCatalog.leftMeanwhile(request.client());
    }
    try {
      return parts
          .clients()
          .register(
              request.client(),
              request.source().toAbsolutePath(),
              request.schema(),
              lessons.waitingJob(),
              leadership);
    } catch (ConfigurationInvalid e) {
      throw rivals.blameForRegistering(request.client(), e);
    }
  }

  /** Only a file that took the place of another is looked at. */
  private void requireSameApp(ClientRow client, Fingerprint fingerprint, SourceSchema schema) {
    boolean replaced = client.fingerprint().filter(fingerprint::isOfAnotherFile).isPresent();
    if (replaced && !isPlaceOf(client)) {
      guards.requireSamePlace(client, request.source());
    }
    if (replaced && client.schemaEpoch().isPresent()) {
      String stored =
          new Database(settings.connections())
              .withConnection(
                  "read the declarations of " + client.name(),
                  connection -> SourceSchemas.read(connection, client));
      guards.requireSameApp(
          request.source(),
          schema.header().applicationId(),
          SourceSchemaJson.read(stored).header().applicationId());
    }
  }

  private boolean isPlaceOf(ClientRow client) {
    Path asked = request.source().toAbsolutePath().normalize();
    return client.source().toAbsolutePath().normalize().equals(asked);
  }

  private static TablePlan withoutIndexes(TablePlan plan) {
    return new TablePlan(plan.source(), plan.target(), plan.columns(), plan.key(), List.of());
  }

  /** Planning looks at keys only where one has proven too much for its columns. */
  private KeyLook look(String table) {
    return lessons.keysAreDoubted(table) ? KeyLook.AT_ALL_KEYS : KeyLook.BY_DECLARATION;
  }

  private static TablePlan withoutKeyColumns(TablePlan plan) {
    if (plan.key().hasSyncKey()) {
      return plan;
    }
    KeyPlan key = new KeyPlan(KeyPlan.Kind.HASHED, plan.key().columns());
    return new TablePlan(plan.source(), plan.target(), plan.columns(), key, plan.indexes());
  }
}
