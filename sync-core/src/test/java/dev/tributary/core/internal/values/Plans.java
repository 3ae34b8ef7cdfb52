package dev.tributary.core.internal.values;

import dev.tributary.core.internal.table.ColumnPlan;
import dev.tributary.core.internal.table.KeyPlan;
import dev.tributary.core.internal.table.SourceColumn;
import dev.tributary.core.internal.table.TablePlan;
import dev.tributary.core.internal.table.TargetType;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Table plans for tests. */
final class Plans {
  private Plans() {}

  /** A table with one column of each of these types, named c0, c1 and so on, the first its key. */
  static TablePlan of(TargetType... types) {
    List<ColumnPlan> columns =
        IntStream.range(0, types.length).mapToObj(i -> column("c" + i, types[i])).toList();
    return new TablePlan(
        "t", "t", columns, new KeyPlan(KeyPlan.Kind.COLUMNS, List.of("c0")), List.of());
  }

  /** A table with one column of every type. */
  static TablePlan ofAllTypes() {
    return of(TargetType.values());
  }

  /** Key columns of these types and {@code _sync_key}. */
  static TablePlan hashed(TargetType... types) {
    TablePlan plan = of(types);
    List<String> key = plan.columns().stream().map(ColumnPlan::name).toList();
    return new TablePlan(
        "t", "t", plan.columns(), new KeyPlan(KeyPlan.Kind.HASHED, key), List.of());
  }

  static String names(TablePlan plan) {
    return String.join(", ", plan.columns().stream().map(ColumnPlan::target).toList());
  }

  static int position(TargetType type) {
    return Arrays.asList(TargetType.values()).indexOf(type);
  }

  private static ColumnPlan column(String name, TargetType type) {
    return new ColumnPlan(new SourceColumn(name, "", false, 0, false), name, type, "test");
  }
}
