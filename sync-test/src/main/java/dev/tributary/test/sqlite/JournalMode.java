package dev.tributary.test.sqlite;

/** How a file keeps its transactions safe: beside it in a rollback journal, or in a log. */
public enum JournalMode {
  DELETE,
  WAL
}
