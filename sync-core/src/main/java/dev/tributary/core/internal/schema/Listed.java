package dev.tributary.core.internal.schema;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/** One row of {@code PRAGMA table_list}. */
record Listed(String name, String type, int columns, boolean withoutRowid, boolean strict) {
  /** PostgreSQL stops at 1600; our own columns of mirror and staging tables need room too. */
  private static final int MAX_COLUMNS = 1580;

  static Listed of(ResultSet row) throws SQLException {
    return new Listed(
        row.getString("name"),
        row.getString("type"),
        row.getInt("ncol"),
        row.getBoolean("wr"),
        row.getBoolean("strict"));
  }

  Optional<String> reasonToSkip() {
    return switch (type) {
      case "view" -> Optional.of("a view: it holds no rows of its own");
      case "virtual" -> Optional.of("a virtual table: its rows live elsewhere");
      case "shadow" -> Optional.of("the storage of a virtual table");
      default -> reasonToSkipTable();
    };
  }

  /** Whether it has rows of its own, and a name to ask for them. */
  boolean canBeAsked() {
    return type.equals("table") && reasonInName(name).isEmpty();
  }

  private Optional<String> reasonToSkipTable() {
    if (columns > MAX_COLUMNS) {
      return Optional.of("%d columns; PostgreSQL has room for %d".formatted(columns, MAX_COLUMNS));
    }
    return reasonInName(name);
  }

  /** A name that is no valid UTF-8 cannot be put into a statement. */
  static Optional<String> reasonInName(String name) {
    return name.indexOf('\uFFFD') < 0
        ? Optional.empty()
        : Optional.of("the name " + name + " is no valid text");
  }
}
