package dev.tributary.core.internal.capture;

import java.io.Serial;
import java.util.Objects;

/** A scan that expected no large rows met one: scan again and look first. */
public final class LargeRowMet extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final String table;

  LargeRowMet(String table) {
    super("a row of table " + table + " is larger than the limit", null, false, false);
    this.table = Objects.requireNonNull(table, "table");
  }

  /** The source's name. */
  public String table() {
    return table;
  }
}
