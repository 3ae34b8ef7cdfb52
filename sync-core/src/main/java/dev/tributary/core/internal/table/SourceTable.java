package dev.tributary.core.internal.table;

import java.util.List;
import java.util.Objects;

/**
 * One ordinary table of the file.
 *
 * @param columns in the order of the file, hidden ones of virtual tables left out
 */
public record SourceTable(
    String name,
    List<SourceColumn> columns,
    List<SourceIndex> indexes,
    boolean withoutRowid,
    boolean strict) {
  public SourceTable {
    Objects.requireNonNull(name, "name");
    columns = List.copyOf(columns);
    indexes = List.copyOf(indexes);
  }
}
