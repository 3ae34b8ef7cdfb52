package dev.tributary.core.internal.schema;

import java.util.List;
import java.util.Objects;

/** What the cells of a table are, counted in one snapshot. */
public record Profile(String table, long rows, List<Column> columns) {
  public Profile {
    Objects.requireNonNull(table, "table");
    columns = List.copyOf(columns);
  }

  /**
   * One column.
   *
   * @param strays cells that the planned type cannot hold exactly and that travel beside the row
   */
  public record Column(
      String name, long nulls, long integers, long reals, long texts, long blobs, long strays) {}
}
