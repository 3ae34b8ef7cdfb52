package dev.tributary.api;

import java.util.Objects;

/**
 * What a run did to one table. Read = upserted + unchanged + conflicts of existing source rows +
 * quarantined.
 *
 * @param strays cells of the changed rows that their column's type could not hold, kept beside the
 *     row
 */
public record TableReport(
    String table,
    long rowsRead,
    long inserted,
    long updated,
    long deleted,
    long conflicts,
    long quarantined,
    long strays) {
  public TableReport {
    Objects.requireNonNull(table, "table");
  }

  public long changed() {
    return inserted + updated + deleted;
  }
}
