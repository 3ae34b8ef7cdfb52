package dev.tributary.core.internal.run;

import dev.tributary.api.SyncPlan;
import dev.tributary.api.SyncRequest;
import dev.tributary.core.internal.schema.Profile;
import dev.tributary.core.internal.schema.SchemaReader;
import dev.tributary.core.internal.schema.TablePlanner;
import dev.tributary.core.internal.snapshot.Snapshot;
import dev.tributary.core.internal.snapshot.SnapshotSettings;
import dev.tributary.core.internal.snapshot.SourceFile;
import dev.tributary.core.internal.table.ColumnPlan;
import dev.tributary.core.internal.table.SourceSchema;
import dev.tributary.core.internal.table.TablePlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Says what a first sync of a file would do. Reads the file, knows no database, writes nothing. */
public final class PlanRun {
  private static final double MANY_STRAYS = 0.05;

  private final SnapshotSettings snapshots;
  private final SyncRequest request;
  private final List<String> risks = new ArrayList<>();

  public PlanRun(SnapshotSettings snapshots, SyncRequest request) {
    this.snapshots = snapshots;
    this.request = request;
  }

  public SyncPlan run() {
    TablePlanner planner = new TablePlanner(request.columnTypes());
    try (SourceFile file = SourceFile.open(request.source(), snapshots);
        Snapshot snapshot = file.snapshot()) {
      SourceSchema schema = SchemaReader.read(snapshot.connection());
      List<SyncPlan.Table> tables =
          planner.plan(snapshot.connection(), schema, Map.of()).stream()
              .map(plan -> table(plan, planner.profile(snapshot.connection(), schema, plan)))
              .toList();
      return new SyncPlan(
          file.path().toString(),
          snapshot.fileBytes(),
          snapshot.journalMode(),
          snapshot.method().words(),
          tables,
          schema.skipped().stream().map(s -> s.table() + ": " + s.reason()).toList(),
          risks);
    }
  }

  private SyncPlan.Table table(TablePlan plan, Profile profile) {
    List<SyncPlan.Column> columns = new ArrayList<>();
    for (int i = 0; i < plan.columns().size(); i++) {
      ColumnPlan column = plan.columns().get(i);
      long strays = profile.columns().get(i).strays();
      columns.add(
          new SyncPlan.Column(
              column.name(),
              column.target(),
              column.source().declaredType(),
              column.type().word(),
              column.why(),
              strays));
      noteStrays(plan, column, strays, profile.rows());
    }
    noteKey(plan, profile.rows());
    return new SyncPlan.Table(plan.source(), plan.target(), key(plan), profile.rows(), columns);
  }

  private void noteStrays(TablePlan plan, ColumnPlan column, long strays, long rows) {
    if (strays > 0 && strays >= rows * MANY_STRAYS) {
      risks.add(
          "%d of %d cells of %s.%s do not fit type %s and travel beside their rows; choose another"
                  .formatted(strays, rows, plan.source(), column.name(), column.type().word())
              + " type with --as "
              + plan.source()
              + "."
              + column.name()
              + "=TYPE");
    }
  }

  private void noteKey(TablePlan plan, long rows) {
    if (plan.key().columns().isEmpty() && rows > 0) {
      risks.add(
          "table %s has no key: an update travels as a delete and an insert"
              .formatted(plan.source()));
    }
  }

  private static String key(TablePlan plan) {
    return switch (plan.key().kind()) {
      case COLUMNS -> String.join(", ", plan.key().columns());
      case HASHED -> "hash of " + String.join(", ", plan.key().columns());
      case ROWS -> "hash of the whole row";
    };
  }
}
