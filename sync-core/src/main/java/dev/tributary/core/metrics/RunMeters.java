package dev.tributary.core.metrics;

import dev.tributary.api.ClientName;
import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.api.LeadershipLost;
import dev.tributary.api.RowRejected;
import dev.tributary.api.SourceUnavailable;
import dev.tributary.api.SyncFailure;
import dev.tributary.api.SyncOutcome;
import dev.tributary.api.SyncReport;
import dev.tributary.api.TableReport;
import dev.tributary.api.TargetUnavailable;
import dev.tributary.api.UnknownClient;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.stream.Stream;

/** What runs did, in one registry. */
final class RunMeters {
  private static final Duration[] BUCKETS =
      Stream.of(1, 5, 10, 30, 60, 120, 300, 600, 1800, 3600)
          .map(Duration::ofSeconds)
          .toArray(Duration[]::new);

  private final MetersOfRegistry meters;
  private final InstantSource clock;

  RunMeters(MetersOfRegistry meters, InstantSource clock) {
    this.meters = meters;
    this.clock = clock;
  }

  void finished(SyncReport report) {
    Tags client = tags(report.client());
    ended(client, status(report.outcome()), report.took());
    meters.count("sync.bytes.transferred", client.and("direction", "out"), report.bytesSent());
    for (TableReport table : report.tables()) {
      Tags tags = client.and("table", table.table());
      meters.count("sync.rows.processed", tags, table.changed());
      meters.count("sync.rows.failed", tags.and("error_type", "quarantined"), table.quarantined());
    }
    if (report.outcome() != SyncOutcome.ON_HOLD) {
      succeeded(client);
    }
  }

  /** A run that its node's lost leadership ended is no alarm: the next leader does it again. */
  void failed(SyncFailure failure) {
    Tags client = tags(failure.client());
    ended(client, failure.isLostLeadership() ? "given_up" : "failed", failure.took());
    meters.count("errors", Tags.of("component", "sync", "error_type", type(failure.cause())), 1);
  }

  void unchanged(ClientName name) {
    Tags client = tags(name);
    meters.count("sync.operations", client.and("status", status(SyncOutcome.UNCHANGED)), 1);
    succeeded(client);
  }

  private void ended(Tags client, String status, Duration took) {
    meters.count("sync.operations", client.and("status", status), 1);
    Timer.builder("sync.duration")
        .description("how long runs take")
        .tags(client)
        .serviceLevelObjectives(BUCKETS)
        .register(meters.registry())
        .record(took);
  }

  private void succeeded(Tags client) {
    meters.set("last.successful.sync.timestamp", client, clock.instant().getEpochSecond());
  }

  private static Tags tags(ClientName client) {
    return Tags.of("client", client.value());
  }

  private static String status(SyncOutcome outcome) {
    return outcome == SyncOutcome.COMPLETE ? "success" : outcome.name().toLowerCase(Locale.ROOT);
  }

  private static String type(RuntimeException cause) {
    if (cause instanceof SourceUnavailable) {
      return "source";
    } else if (cause instanceof TargetUnavailable) {
      return "target";
    } else if (cause instanceof LeadershipLost) {
      return "leadership";
    }
    boolean forAPerson =
        cause instanceof ConfigurationInvalid
            || cause instanceof RowRejected
            || cause instanceof UnknownClient;
    return forAPerson ? "configuration" : "unexpected";
  }
}
