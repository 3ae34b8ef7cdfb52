package dev.tributary.core.internal.schema;

import dev.tributary.core.internal.schema.PlanChange.Altered;
import dev.tributary.core.internal.schema.PlanChange.Gone;
import dev.tributary.core.internal.schema.PlanChange.NewTable;
import dev.tributary.core.internal.schema.PlanChange.Rekeyed;
import dev.tributary.core.internal.schema.PlanChange.Revisit;
import dev.tributary.core.internal.schema.PlanChange.Unchanged;
import dev.tributary.core.internal.table.ColumnPlan;
import dev.tributary.core.internal.table.SourceName;
import dev.tributary.core.internal.table.TablePlan;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Compares stored plans with those of now. */
final class PlanComparison {
  private PlanComparison() {}

  static List<PlanChange> compare(Collection<TablePlan> stored, Collection<TablePlan> now) {
    Map<String, TablePlan> before = byName(stored, TablePlan::source);
    Map<String, TablePlan> after = byName(now, TablePlan::source);
    List<PlanChange> changes = new ArrayList<>();
    before.forEach(
        (name, plan) -> {
          if (!after.containsKey(name)) {
            changes.add(new Gone(plan));
          }
        });
    after.forEach((name, plan) -> changes.add(change(Optional.ofNullable(before.get(name)), plan)));
    return changes;
  }

  private static PlanChange change(Optional<TablePlan> stored, TablePlan plan) {
    if (stored.isEmpty()) {
      return new NewTable(plan);
    }
    if (stored.get().equals(plan)) {
      return new Unchanged(plan);
    }
    return reasonToRekey(stored.get(), plan)
        .<PlanChange>map(why -> new Rekeyed(stored.get(), plan, why))
        .orElseGet(() -> altered(stored.get(), plan));
  }

  private static Optional<String> reasonToRekey(TablePlan stored, TablePlan plan) {
    if (stored.key().kind() != plan.key().kind() || !foldedKey(stored).equals(foldedKey(plan))) {
      return Optional.of("the key was " + said(stored) + " and is now " + said(plan));
    }
    return switch (plan.key().kind()) {
      case COLUMNS -> retypedKey(stored, plan);
      case HASHED -> Optional.empty();
      case ROWS ->
          names(stored).equals(names(plan))
              ? Optional.empty()
              : Optional.of("rows are told apart by all columns, and there are other columns now");
    };
  }

  private static Optional<String> retypedKey(TablePlan stored, TablePlan plan) {
    return plan.key().columns().stream()
        .filter(name -> stored.column(name).type() != plan.column(name).type())
        .map(name -> "key column " + name + " has another type")
        .findFirst();
  }

  private static Set<String> names(TablePlan plan) {
    return byName(plan.columns(), ColumnPlan::name).keySet();
  }

  private static String said(TablePlan plan) {
    return switch (plan.key().kind()) {
      case COLUMNS -> plan.key().columns().toString();
      case HASHED -> "the hash of " + plan.key().columns();
      case ROWS -> "the whole row";
    };
  }

  private static List<String> foldedKey(TablePlan plan) {
    return plan.key().columns().stream().map(SourceName::folded).toList();
  }

  private static PlanChange altered(TablePlan stored, TablePlan plan) {
    Map<String, ColumnPlan> before = byName(stored.columns(), ColumnPlan::name);
    Map<String, ColumnPlan> after = byName(plan.columns(), ColumnPlan::name);
    List<ColumnPlan> added = notKept(after, before);
    List<ColumnPlan> retired = notKept(before, after);
    return new Altered(stored, plan, added, retired, revisit(before, after));
  }

  /** Those of the first map that the second has not, or has with another type. */
  private static List<ColumnPlan> notKept(
      Map<String, ColumnPlan> columns, Map<String, ColumnPlan> others) {
    return columns.entrySet().stream()
        .filter(
            entry -> {
              ColumnPlan other = others.get(entry.getKey());
              return other == null || other.type() != entry.getValue().type();
            })
        .map(Map.Entry::getValue)
        .toList();
  }

  /** A hash knows name and value of a cell; what it does not know is where the value goes. */
  private static Revisit revisit(Map<String, ColumnPlan> before, Map<String, ColumnPlan> after) {
    boolean elsewhere =
        after.entrySet().stream()
            .filter(entry -> before.containsKey(entry.getKey()))
            .anyMatch(entry -> goesElsewhere(before.get(entry.getKey()), entry.getValue()));
    return elsewhere ? Revisit.ALL : Revisit.CHANGED;
  }

  private static boolean goesElsewhere(ColumnPlan before, ColumnPlan after) {
    return before.type() != after.type() || before.source().affinity() != after.source().affinity();
  }

  private static <T> Map<String, T> byName(Collection<T> things, Function<T, String> name) {
    return things.stream()
        .collect(
            Collectors.toMap(
                thing -> SourceName.folded(name.apply(thing)),
                Function.identity(),
                (one, other) -> one,
                LinkedHashMap::new));
  }
}
