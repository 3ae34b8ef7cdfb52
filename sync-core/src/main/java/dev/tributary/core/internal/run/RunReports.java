package dev.tributary.core.internal.run;

import dev.tributary.api.SyncOutcome;
import dev.tributary.api.SyncReport;
import dev.tributary.api.SyncRequest;
import dev.tributary.api.TableReport;
import dev.tributary.core.internal.catalog.ClientRow;
import dev.tributary.core.internal.catalog.Job;
import dev.tributary.core.internal.snapshot.Snapshot;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Says what a run did. Success that is not total does not look like success. */
final class RunReports {
  private final SyncRequest request;
  private final LongSupplier nanoTime;
  private final long started;

  RunReports(SyncRequest request, LongSupplier nanoTime) {
    this.request = request;
    this.nanoTime = nanoTime;
    this.started = nanoTime.getAsLong();
  }

  SyncReport unchanged(ClientRow client) {
    boolean waits = client.waiting() > 0;
    return new SyncReport(
        request.client(),
        "",
        waits ? SyncOutcome.PARTIAL : SyncOutcome.UNCHANGED,
        List.of(),
        client.waiting(),
        0,
        "none",
        Duration.ZERO,
        took(),
        Optional.empty(),
        List.of());
  }

  SyncReport onHold(String reason) {
    return new SyncReport(
        request.client(),
        "",
        SyncOutcome.ON_HOLD,
        List.of(),
        0,
        0,
        "none",
        Duration.ZERO,
        took(),
        Optional.of(reason),
        List.of());
  }

  /**
   * @param waiting open conflicts and quarantined rows after the commit
   */
  SyncReport done(
      Job job,
      List<TableReport> tables,
      long waiting,
      long bytes,
      Snapshot snapshot,
      List<String> notes) {
    return new SyncReport(
        request.client(),
        job.syncId(),
        waiting > 0 ? SyncOutcome.PARTIAL : SyncOutcome.COMPLETE,
        tables,
        waiting,
        bytes,
        snapshot.method().words(),
        snapshot.sourceHeld(),
        took(),
        Optional.empty(),
        notes);
  }

  private Duration took() {
    return Duration.ofNanos(nanoTime.getAsLong() - started);
  }
}
