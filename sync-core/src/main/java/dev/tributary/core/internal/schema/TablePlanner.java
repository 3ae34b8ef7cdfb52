package dev.tributary.core.internal.schema;

import dev.tributary.core.internal.table.ColumnPlan;
import dev.tributary.core.internal.table.KeyPlan;
import dev.tributary.core.internal.table.SourceName;
import dev.tributary.core.internal.table.SourceSchema;
import dev.tributary.core.internal.table.SourceTable;
import dev.tributary.core.internal.table.TablePlan;
import java.sql.Connection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Plans where each table of a file goes: names, types, key, indexes.
 *
 * <p>The same file and the same stored plans always give the same plans. Data are only looked at
 * where the answer depends on them.
 */
public final class TablePlanner {
  private final TypeOverrides overrides;

  /**
   * @param columnTypeOverrides {@code table.column} to the word of a {@link
   *     dev.tributary.core.internal.table.TargetType}
   */
  public TablePlanner(Map<String, String> columnTypeOverrides) {
    overrides = new TypeOverrides(columnTypeOverrides);
  }

  /**
   * @param sqlite the connection of the snapshot that the schema was read from
   * @param stored the plans of earlier runs by source table
   */
  public List<TablePlan> plan(
      Connection sqlite, SourceSchema schema, Map<String, TablePlan> stored) {
    return plan(sqlite, schema, stored, table -> KeyLook.AT_ALL_KEYS);
  }

  /**
   * As {@link #plan(Connection, SourceSchema, Map)}.
   *
   * @param looks how sure to be of a table's key, by source table
   */
  public List<TablePlan> plan(
      Connection sqlite,
      SourceSchema schema,
      Map<String, TablePlan> stored,
      Function<String, KeyLook> looks) {
    overrides.check(schema);
    Map<String, TablePlan> before = folded(stored);
    NameMapping names = NameMapping.ofTables(storedNames(schema, before));
    return schema.tables().stream()
        .map(
            table -> {
              TableContent content = new TableContent(sqlite, table.name());
              KeyLook look = looks.apply(table.name());
              KeyFit fit = new KeyFit(table, content, schema.header().encoding(), look);
              Optional<TablePlan> earlier =
                  Optional.ofNullable(before.get(SourceName.folded(table.name())));
              return plan(table, names.target(table.name()), content, fit, earlier);
            })
        .toList();
  }

  /** Looks at every cell of a table and says what its columns hold. Slow: for people only. */
  public Profile profile(Connection sqlite, SourceSchema schema, TablePlan plan) {
    SourceTable table =
        schema.tables().stream()
            .filter(candidate -> SourceName.same(candidate.name(), plan.source()))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("no table " + plan.source()));
    return ContentProfile.of(table, plan, new TableContent(sqlite, table.name()));
  }

  private TablePlan plan(
      SourceTable table,
      String target,
      TableContent content,
      KeyFit fit,
      Optional<TablePlan> stored) {
    List<ColumnPlan> columns = new ColumnPlanner(table, overrides, content, stored).plan();
    KeyPlan key = new KeyChooser(table, content, fit).choose(columns, stored);
    List<List<String>> indexes = new IndexPlanner(table, content, columns).plan(key, stored);
    // A table keeps the spelling that it was first seen with: all that is stored knows it by that.
    String name = stored.map(TablePlan::source).orElse(table.name());
    return new TablePlan(name, target, columns, key, indexes);
  }

  private static Map<String, TablePlan> folded(Map<String, TablePlan> stored) {
    Map<String, TablePlan> folded = new HashMap<>();
    stored.values().forEach(plan -> folded.put(SourceName.folded(plan.source()), plan));
    return folded;
  }

  private static Map<String, String> storedNames(
      SourceSchema schema, Map<String, TablePlan> stored) {
    Map<String, String> names = new HashMap<>();
    for (SourceTable table : schema.tables()) {
      TablePlan plan = stored.get(SourceName.folded(table.name()));
      if (plan != null) {
        names.put(plan.source(), plan.target());
      }
    }
    return names;
  }
}
