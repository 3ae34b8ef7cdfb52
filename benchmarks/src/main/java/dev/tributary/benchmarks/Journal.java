package dev.tributary.benchmarks;

import java.util.Locale;

/** How the app's file keeps its transactions safe. */
enum Journal {
  WAL,
  DELETE;

  String caseName() {
    return this == WAL ? "wal" : "rollback";
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
