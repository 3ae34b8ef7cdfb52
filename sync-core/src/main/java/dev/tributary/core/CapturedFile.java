package dev.tributary.core;

import dev.tributary.api.ChangeCapture.TableChange;
import dev.tributary.core.internal.schema.PlanChange;
import dev.tributary.core.internal.schema.SchemaReader;
import dev.tributary.core.internal.schema.TablePlanner;
import dev.tributary.core.internal.snapshot.Snapshot;
import dev.tributary.core.internal.snapshot.SnapshotSettings;
import dev.tributary.core.internal.snapshot.SourceFile;
import dev.tributary.core.internal.table.KeyPlan;
import dev.tributary.core.internal.table.KeyPlan.Kind;
import dev.tributary.core.internal.table.SourceSchema;
import dev.tributary.core.internal.table.TablePlan;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.sqlite.SQLiteConnection;

/**
 * One file as it was captured last.
 *
 * <p>A capture that fails leaves it as it was, so that the next one tells the same changes again.
 */
final class CapturedFile implements AutoCloseable {
  private static final TablePlanner PLANNER = new TablePlanner(Map.of());

  private final Path source;
  private final SnapshotSettings settings;
  private Map<String, CapturedTable> tables = Map.of();

  CapturedFile(Path source, SnapshotSettings settings) {
    this.source = source;
    this.settings = settings;
  }

  /** Tells each change since the last capture; returns the rows read by table. */
  Map<String, Long> capture(Consumer<TableChange> onChange) {
    try (SourceFile file = SourceFile.open(source, settings);
        Snapshot snapshot = file.snapshot()) {
      return capture(snapshot.connection(), onChange);
    }
  }

  private Map<String, Long> capture(SQLiteConnection sqlite, Consumer<TableChange> onChange) {
    Map<String, CapturedTable> next = new LinkedHashMap<>();
    Map<String, Long> read = new LinkedHashMap<>();
    try {
      for (PlanChange change : changes(sqlite)) {
        if (change instanceof PlanChange.Gone gone) {
          table(gone.stored()).tellAllGone(onChange);
        } else {
          CapturedTable table = begin(change, onChange);
          next.put(table.plan().source(), table);
          read.put(table.plan().source(), table.capture(sqlite, onChange));
        }
      }
    } catch (RuntimeException | Error e) {
      next.values().forEach(CapturedTable::delete);
      throw e;
    }
    replaceTables(next);
    return read;
  }

  /** The table's next state, before its rows are read. */
  private CapturedTable begin(PlanChange change, Consumer<TableChange> onChange) {
    Path base = settings.workDirectory().resolve("base-" + UUID.randomUUID());
    if (change instanceof PlanChange.Unchanged unchanged) {
      return table(unchanged.plan()).copy(unchanged.plan(), base);
    }
    if (change instanceof PlanChange.Altered altered) {
      return table(altered.stored()).copy(altered.plan(), base);
    }
    if (change instanceof PlanChange.Rekeyed rekeyed) {
      table(rekeyed.stored()).tellAllGone(onChange);
      return CapturedTable.empty(rekeyed.plan(), base);
    }
    return CapturedTable.empty(((PlanChange.NewTable) change).plan(), base);
  }

  private List<PlanChange> changes(SQLiteConnection sqlite) {
    Map<String, TablePlan> before =
        tables.values().stream()
            .map(CapturedTable::plan)
            .collect(Collectors.toMap(TablePlan::source, plan -> plan));
    SourceSchema schema = SchemaReader.read(sqlite);
    List<TablePlan> now =
        PLANNER.plan(sqlite, schema, before).stream().map(CapturedFile::withKeyCells).toList();
    return PlanChange.between(before.values(), now);
  }

  /** There is no mirror whose columns would have to hold the key. */
  private static TablePlan withKeyCells(TablePlan plan) {
    return plan.key().kind() == Kind.HASHED
        ? new TablePlan(
            plan.source(),
            plan.target(),
            plan.columns(),
            new KeyPlan(Kind.COLUMNS, plan.key().columns()),
            plan.indexes())
        : plan;
  }

  private CapturedTable table(TablePlan stored) {
    return tables.values().stream()
        .filter(table -> table.plan().target().equals(stored.target()))
        .findFirst()
        .orElseThrow();
  }

  private void replaceTables(Map<String, CapturedTable> next) {
    Map<String, CapturedTable> before = tables;
    tables = next;
    before.values().forEach(CapturedTable::delete);
  }

  @Override
  public void close() {
    replaceTables(Map.of());
  }
}
