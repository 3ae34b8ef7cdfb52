package dev.tributary.core.internal.capture;

import java.io.Serial;
import java.util.Objects;

/** SQLite read a row otherwise than we read its page: scan again, through SQLite alone. */
public final class PagesDoubted extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final String table;

  PagesDoubted(String table, long rowid) {
    super("row %d of table %s was read otherwise from its page".formatted(rowid, table));
    this.table = Objects.requireNonNull(table, "table");
  }

  /** The source's name. */
  public String table() {
    return table;
  }
}
