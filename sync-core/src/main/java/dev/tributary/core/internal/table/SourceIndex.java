package dev.tributary.core.internal.table;

import java.util.List;
import java.util.Objects;

/**
 * One index of the file.
 *
 * @param columns in order; empty when a part of it is an expression
 * @param partial has a WHERE clause
 */
public record SourceIndex(String name, boolean unique, boolean partial, List<String> columns) {
  public SourceIndex {
    Objects.requireNonNull(name, "name");
    columns = List.copyOf(columns);
  }
}
