package dev.tributary.core.internal.apply;

/**
 * What applying one table's stage did.
 *
 * @param conflicts rows that are held
 * @param resolved conflicts that were decided
 */
public record TableCounts(
    long inserted, long updated, long deleted, long conflicts, long resolved) {
  public static final TableCounts NONE = new TableCounts(0, 0, 0, 0, 0);
}
