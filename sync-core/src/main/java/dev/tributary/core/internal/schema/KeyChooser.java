package dev.tributary.core.internal.schema;

import dev.tributary.core.internal.table.ColumnPlan;
import dev.tributary.core.internal.table.KeyPlan;
import dev.tributary.core.internal.table.KeyPlan.Kind;
import dev.tributary.core.internal.table.SourceColumn;
import dev.tributary.core.internal.table.SourceIndex;
import dev.tributary.core.internal.table.SourceName;
import dev.tributary.core.internal.table.SourceTable;
import dev.tributary.core.internal.table.TablePlan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Chooses what tells the rows of one table apart.
 *
 * <p>Only what SQLite itself guarantees to be unique and never NULL is a key. A key once chosen
 * stays while that holds: another one means that the table is loaded anew.
 */
final class KeyChooser {
  private static final KeyPlan ROWS = new KeyPlan(Kind.ROWS, List.of());

  private final SourceTable table;
  private final TableContent content;
  private final KeyFit fit;

  KeyChooser(SourceTable table, TableContent content, KeyFit fit) {
    this.table = table;
    this.content = content;
    this.fit = fit;
  }

  KeyPlan choose(List<ColumnPlan> columns, Optional<TablePlan> stored) {
    List<List<String>> candidates = candidates(stored);
    Optional<KeyPlan> before = stored.map(TablePlan::key).filter(key -> key.kind() != Kind.ROWS);
    for (List<String> candidate : candidates) {
      if (before.isPresent() && sameColumns(before.get().columns(), candidate)) {
        List<String> key = spelledAsNow(before.get().columns());
        return before.get().kind() == Kind.HASHED
            ? new KeyPlan(Kind.HASHED, key)
            : planned(key, columns);
      }
    }
    return candidates.isEmpty() ? ROWS : planned(candidates.get(0), columns);
  }

  private List<List<String>> candidates(Optional<TablePlan> stored) {
    List<List<String>> candidates = new ArrayList<>();
    List<String> primaryKey = primaryKey(table.columns());
    if (!primaryKey.isEmpty()
        && !wasRefused(primaryKey, stored)
        && !content.holdsNull(primaryKey)) {
      candidates.add(primaryKey);
    }
    table.indexes().stream()
        .filter(this::isKey)
        .sorted(
            Comparator.comparingInt((SourceIndex index) -> index.columns().size())
                .thenComparing(SourceIndex::name))
        .map(index -> index.columns().stream().distinct().toList()) // SQLite takes (a, a)
        .forEach(candidates::add);
    return candidates;
  }

  /** It held NULL once; it may again. */
  private static boolean wasRefused(List<String> primaryKey, Optional<TablePlan> stored) {
    return stored
        .filter(plan -> plan.key().kind() == Kind.ROWS)
        .map(plan -> primaryKey(plan.columns().stream().map(ColumnPlan::source).toList()))
        .filter(before -> sameColumns(before, primaryKey))
        .isPresent();
  }

  private boolean isKey(SourceIndex index) {
    return index.unique()
        && !index.partial()
        && !index.columns().isEmpty()
        && index.columns().stream().allMatch(name -> column(name).notNull());
  }

  private KeyPlan planned(List<String> key, List<ColumnPlan> columns) {
    List<ColumnPlan> keyColumns =
        key.stream()
            .map(name -> columns.stream().filter(c -> SourceName.same(c.name(), name)).findFirst())
            .map(Optional::orElseThrow)
            .toList();
    return new KeyPlan(fit.holds(keyColumns) ? Kind.COLUMNS : Kind.HASHED, key);
  }

  private List<String> spelledAsNow(List<String> names) {
    return names.stream().map(name -> column(name).name()).toList();
  }

  private SourceColumn column(String name) {
    return table.columns().stream()
        .filter(column -> SourceName.same(column.name(), name))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> primaryKey(List<SourceColumn> columns) {
    return columns.stream()
        .filter(column -> column.primaryKeyPosition() > 0)
        .sorted(Comparator.comparingInt(SourceColumn::primaryKeyPosition))
        .map(SourceColumn::name)
        .toList();
  }

  private static boolean sameColumns(List<String> one, List<String> other) {
    return folded(one).equals(folded(other));
  }

  private static Set<String> folded(List<String> names) {
    return names.stream().map(SourceName::folded).collect(Collectors.toSet());
  }
}
