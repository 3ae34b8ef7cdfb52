package dev.tributary.core.internal.run;

import dev.tributary.api.SyncOutcome;
import dev.tributary.api.SyncReport;
import dev.tributary.api.SyncRequest;
import dev.tributary.api.TableReport;
import dev.tributary.core.internal.catalog.ClientRow;
import dev.tributary.core.internal.catalog.Job;
import dev.tributary.core.internal.snapshot.Snapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says what a run did. Success that is not total does not look like success. */
final class RunReports {
  private static final Logger LOG = LoggerFactory.getLogger(RunReports.class);

  private final SyncRequest request;
  private final LongSupplier nanoTime;
  private final long started;

  RunReports(SyncRequest request, LongSupplier nanoTime) {
    this.request = request;
    this.nanoTime = nanoTime;
    this.started = nanoTime.getAsLong();
  }

  /**
   * @param missing what waits of the client
   */
  SyncReport unchanged(ClientRow client, List<String> missing) {
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
        missing);
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

  /** After a scan of a file that seemed unchanged: a difference means that the sign lied. */
  SyncReport checked(SyncReport report) {
    if (report.rowsChanged() == 0) {
      return report;
    }
    String alert =
        "%d rows differed although the file's fingerprint had not changed"
            .formatted(report.rowsChanged());
    LOG.error("client {}: {}", request.client(), alert);
    List<String> notes = new ArrayList<>(report.notes());
    notes.add(alert);
    return new SyncReport(
        report.client(),
        report.syncId(),
        report.outcome(),
        report.tables(),
        report.waiting(),
        report.bytesSent(),
        report.snapshot(),
        report.sourceHeld(),
        report.took(),
        report.holdReason(),
        notes);
  }

  private Duration took() {
    return Duration.ofNanos(nanoTime.getAsLong() - started);
  }
}
