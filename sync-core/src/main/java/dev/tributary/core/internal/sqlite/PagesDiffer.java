package dev.tributary.core.internal.sqlite;

import java.io.Serial;

/** A page is not what a sound table has there; SQLite itself is to read on, and to judge. */
public final class PagesDiffer extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  public PagesDiffer(String message) {
    super(message, null, false, false);
  }
}
