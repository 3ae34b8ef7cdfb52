package dev.tributary.conflict;

import dev.tributary.api.Cell;
import dev.tributary.api.RowImage;
import java.util.Map;
import java.util.Optional;

/** Columns by name. SQLite ignores the case of names, so it is ignored here. */
final class Columns {
  private Columns() {}

  static Optional<Cell> find(RowImage row, String column) {
    Cell exact = row.cells().get(column);
    if (exact != null) {
      return Optional.of(exact);
    }
    return row.cells().entrySet().stream()
        .filter(entry -> entry.getKey().equalsIgnoreCase(column))
        .map(Map.Entry::getValue)
        .findFirst();
  }
}
