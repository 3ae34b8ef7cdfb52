package dev.tributary.core.internal.table;

import java.util.List;
import java.util.Objects;

/**
 * Where one source table goes. The columns are in the order of the source; a {@link Row} has the
 * same order.
 *
 * @param indexes plain indexes of the target: source column names each
 */
public record TablePlan(
    String source,
    String target,
    List<ColumnPlan> columns,
    KeyPlan key,
    List<List<String>> indexes) {
  public TablePlan {
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(target, "target");
    Objects.requireNonNull(key, "key");
    columns = List.copyOf(columns);
    indexes = indexes.stream().map(List::copyOf).toList();
  }

  /** The positions of the key columns, in key order. */
  public int[] keyPositions() {
    return key.columns().stream().mapToInt(this::position).toArray();
  }

  public int position(String sourceColumn) {
    for (int i = 0; i < columns.size(); i++) {
      if (SourceName.same(columns.get(i).name(), sourceColumn)) {
        return i;
      }
    }
    throw new IllegalArgumentException("table " + source + " has no column " + sourceColumn);
  }

  public ColumnPlan column(String sourceColumn) {
    return columns.get(position(sourceColumn));
  }
}
