package dev.tributary.core.internal.verify;

import dev.tributary.api.LeaderElector;
import dev.tributary.api.Leadership;
import dev.tributary.api.TargetUnavailable;
import dev.tributary.core.internal.catalog.JobLog;
import java.time.Duration;
import java.util.Objects;

/**
 * By what a repair may write: only the leader may, and every write has its job.
 *
 * @param patience how long to wait to lead
 */
public record RepairRight(LeaderElector elector, Duration patience, JobLog jobs) {
  public RepairRight {
    Objects.requireNonNull(elector, "elector");
    Objects.requireNonNull(patience, "patience");
    Objects.requireNonNull(jobs, "jobs");
  }

  Leadership lead() {
    try {
      return elector.await(patience);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TargetUnavailable("interrupted while waiting to lead", e);
    }
  }
}
