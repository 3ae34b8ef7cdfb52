package dev.tributary.core.internal.verify;

import dev.tributary.core.internal.capture.RowHasher;
import dev.tributary.core.internal.table.KeyHash;
import dev.tributary.core.internal.table.Row;
import dev.tributary.core.internal.table.TablePlan;

/** What becomes of the differences of the tables, one table after the other. */
interface Differences {
  /** Starts a table. */
  default void begin(TablePlan plan) {}

  /** The mirror lacks this row of the source. */
  default void missing(Row row, KeyHash key, long hash) {}

  /** The mirror has other cells than this row of the source. */
  default void different(Row row, KeyHash key, long hash) {}

  /** The source lacks the row with this key, which once was the source's. */
  default void extra(Row keyCells, KeyHash key) {}

  /**
   * Ends the table.
   *
   * @return how many differences are none any more
   */
  default long end(Found found, RowHasher hasher) {
    return 0;
  }

  /** Only told, not changed. */
  Differences TOLD = new Differences() {};
}
