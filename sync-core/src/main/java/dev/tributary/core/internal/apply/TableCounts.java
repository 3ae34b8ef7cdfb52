package dev.tributary.core.internal.apply;

/** What applying one table's stage did. */
public record TableCounts(long inserted, long updated, long deleted, long conflicts) {
  public static final TableCounts NONE = new TableCounts(0, 0, 0, 0);
}
