package dev.tributary.core.internal.table;

import java.util.Objects;

/**
 * One column as the file declares it.
 *
 * @param declaredType as written, empty when none is
 * @param primaryKeyPosition from 1; 0: no part of the declared primary key
 * @param generated a generated column: read as a value, never written on restore
 */
public record SourceColumn(
    String name, String declaredType, boolean notNull, int primaryKeyPosition, boolean generated) {
  public SourceColumn {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(declaredType, "declaredType");
  }

  public Affinity affinity() {
    return Affinity.of(declaredType);
  }
}
