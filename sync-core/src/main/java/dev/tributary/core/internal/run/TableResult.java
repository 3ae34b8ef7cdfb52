package dev.tributary.core.internal.run;

import dev.tributary.api.TableReport;
import dev.tributary.core.internal.capture.BaseIndex;
import java.util.Optional;

/**
 * One table of a run that has not committed yet.
 *
 * @param index closed by the run: stamped with the new epoch, or dropped when the target does not
 *     hold what the index says; empty when none was made
 */
record TableResult(TableReport report, Optional<BaseIndex> index, long bytes) {
  TableResult(TableReport report, BaseIndex index, long bytes) {
    this(report, Optional.of(index), bytes);
  }

  void closeIndex() {
    index.ifPresent(BaseIndex::close);
  }

  /** Whether the target holds every row that the index knows. */
  boolean indexIsTrue() {
    return report.conflicts() == 0 && report.quarantined() == 0;
  }
}
