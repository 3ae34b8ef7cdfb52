package dev.tributary.core.internal.run;

import dev.tributary.api.TableReport;
import dev.tributary.core.internal.capture.BaseIndex;

/**
 * One table of a run that has not committed yet.
 *
 * @param index closed by the run: stamped with the new epoch, or dropped when the target does not
 *     hold what the index says
 */
record TableResult(TableReport report, BaseIndex index, long bytes) {

  /** Whether the target holds every row that the index knows. */
  boolean indexIsTrue() {
    return report.conflicts() == 0 && report.quarantined() == 0;
  }
}
