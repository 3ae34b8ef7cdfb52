package dev.tributary.core.internal.table;

import java.util.Objects;

/**
 * Where one source column goes.
 *
 * @param target the column's name in PostgreSQL, at most 63 bytes
 * @param why the reason for the type, for people
 */
public record ColumnPlan(SourceColumn source, String target, TargetType type, String why) {
  public ColumnPlan {
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(target, "target");
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(why, "why");
  }

  public String name() {
    return source.name();
  }
}
