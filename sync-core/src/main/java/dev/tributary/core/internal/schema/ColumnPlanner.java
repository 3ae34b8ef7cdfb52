package dev.tributary.core.internal.schema;

import dev.tributary.core.internal.table.ColumnPlan;
import dev.tributary.core.internal.table.SourceColumn;
import dev.tributary.core.internal.table.SourceName;
import dev.tributary.core.internal.table.SourceTable;
import dev.tributary.core.internal.table.TablePlan;
import dev.tributary.core.internal.table.TargetType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Chooses name and type of each column of one table.
 *
 * <p>A choice once made stays, unless its declaration changed and the data say so, too.
 */
final class ColumnPlanner {
  private final SourceTable table;
  private final TypeOverrides overrides;
  private final TableContent content;
  private final Map<String, ColumnPlan> stored = new HashMap<>();

  ColumnPlanner(
      SourceTable table,
      TypeOverrides overrides,
      TableContent content,
      Optional<TablePlan> storedPlan) {
    this.table = table;
    this.overrides = overrides;
    this.content = content;
    storedPlan.ifPresent(
        plan -> plan.columns().forEach(c -> stored.put(SourceName.folded(c.name()), c)));
  }

  List<ColumnPlan> plan() {
    Map<String, ClassCounts> counts = countsWhereNeeded();
    NameMapping names = NameMapping.ofColumns(storedNames());
    return table.columns().stream()
        .map(
            column -> {
              TypeChoice choice =
                  choice(column, counts.getOrDefault(column.name(), ClassCounts.NONE));
              return new ColumnPlan(
                  column, names.target(column.name()), choice.type(), choice.why());
            })
        .toList();
  }

  private Map<String, ClassCounts> countsWhereNeeded() {
    List<SourceColumn> unsure = table.columns().stream().filter(this::dependsOnContent).toList();
    return unsure.isEmpty() ? Map.of() : content.classes(unsure);
  }

  private boolean dependsOnContent(SourceColumn column) {
    if (overrides.of(table, column).isPresent()) {
      return false;
    }
    Optional<ColumnPlan> before = lasting(column);
    Optional<TypeChoice> declared = TypeChoice.byDeclaration(column, table.strict());
    if (before.isEmpty()) {
      return declared.isEmpty();
    }
    return !sameDeclaration(before.get(), column)
        && !declared.map(TypeChoice::type).equals(before.map(ColumnPlan::type));
  }

  private TypeChoice choice(SourceColumn column, ClassCounts counts) {
    Optional<TargetType> asked = overrides.of(table, column);
    if (asked.isPresent()) {
      return new TypeChoice(asked.get(), TypeChoice.AS_CONFIGURED);
    }
    Optional<ColumnPlan> before = lasting(column);
    if (before.isPresent() && stays(before.get(), column, counts)) {
      return new TypeChoice(before.get().type(), before.get().why());
    }
    return TypeChoice.byDeclaration(column, table.strict())
        .orElseGet(() -> TypeChoice.byContent(column, table.strict(), counts));
  }

  private boolean stays(ColumnPlan before, SourceColumn column, ClassCounts counts) {
    return sameDeclaration(before, column)
        || TypeChoice.byDeclaration(column, table.strict())
            .map(declared -> declared.type() == before.type())
            .orElse(false)
        || (counts.values() > 0 && counts.fit(before.type()));
  }

  /** The choice made earlier, unless it was bound to last only for a while. */
  private Optional<ColumnPlan> lasting(SourceColumn column) {
    return Optional.ofNullable(stored.get(SourceName.folded(column.name())))
        .filter(before -> !before.why().equals(TypeChoice.NO_VALUES_YET));
  }

  private static boolean sameDeclaration(ColumnPlan before, SourceColumn column) {
    return SourceName.same(before.source().declaredType().trim(), column.declaredType().trim());
  }

  private Map<String, String> storedNames() {
    Map<String, String> names = new HashMap<>();
    for (SourceColumn column : table.columns()) {
      Optional.ofNullable(stored.get(SourceName.folded(column.name())))
          .ifPresent(before -> names.put(column.name(), before.target()));
    }
    return names;
  }
}
