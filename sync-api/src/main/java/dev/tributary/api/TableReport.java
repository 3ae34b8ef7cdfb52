package dev.tributary.api;

import java.util.Objects;

/**
 * What a run did to one table. Read = upserted + unchanged + conflicts of existing source rows +
 * quarantined.
 *
 * @param conflicts rows that wait for a person
 * @param strays cells of the changed rows that their column's type could not hold, kept beside the
 *     row
 * @param resolved conflicts that were decided, by a rule or by a person
 */
public record TableReport(
    String table,
    long rowsRead,
    long inserted,
    long updated,
    long deleted,
    long conflicts,
    long quarantined,
    long strays,
    long resolved) {
  public TableReport {
    Objects.requireNonNull(table, "table");
  }

  /** Without conflicts that were decided. */
  public TableReport(
      String table,
      long rowsRead,
      long inserted,
      long updated,
      long deleted,
      long conflicts,
      long quarantined,
      long strays) {
    this(table, rowsRead, inserted, updated, deleted, conflicts, quarantined, strays, 0);
  }

  public long changed() {
    return inserted + updated + deleted;
  }
}
