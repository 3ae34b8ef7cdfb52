package dev.tributary.core.metrics;

import dev.tributary.api.ConflictCount;
import dev.tributary.api.ConflictsSeen;
import dev.tributary.api.SyncListener;
import dev.tributary.api.SyncOutcome;
import dev.tributary.api.SyncReport;
import dev.tributary.api.TableReport;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * Counts runs and conflicts, under the names that dashboards know; Prometheus shows {@code
 * conflicts.detected} as {@code conflicts_detected_total}. Any number of engines may share one.
 */
public final class SyncMeters implements SyncListener {
  private static final Duration[] RUN_BUCKETS =
      Stream.of(1, 5, 10, 30, 60, 120, 300, 600, 1800, 3600)
          .map(Duration::ofSeconds)
          .toArray(Duration[]::new);

  private final MeterRegistry registry;
  private final InstantSource clock;
  private final Map<String, AtomicLong> unresolved = new ConcurrentHashMap<>();
  private final Map<String, AtomicLong> lastSuccess = new ConcurrentHashMap<>();

  public SyncMeters(MeterRegistry registry, InstantSource clock) {
    this.registry = Objects.requireNonNull(registry, "registry");
    this.clock = Objects.requireNonNull(clock, "clock");
  }

  @Override
  public void finished(SyncReport report) {
    Tags client = Tags.of("client", report.client().value());
    count("sync.operations", client.and("status", status(report.outcome())), 1);
    Timer.builder("sync.duration")
        .description("how long runs take")
        .tags(client)
        .serviceLevelObjectives(RUN_BUCKETS)
        .register(registry)
        .record(report.took());
    count("sync.bytes.transferred", client.and("direction", "out"), report.bytesSent());
    for (TableReport table : report.tables()) {
      Tags tags = client.and("table", table.table());
      count("sync.rows.processed", tags, table.changed());
      count("sync.rows.failed", tags.and("error_type", "quarantined"), table.quarantined());
    }
    if (report.outcome() != SyncOutcome.ON_HOLD) {
      gauge("last.successful.sync.timestamp", client, lastSuccess)
          .set(clock.instant().getEpochSecond());
    }
  }

  @Override
  public void conflicts(ConflictsSeen seen) {
    Tags client = Tags.of("client", seen.client().value());
    for (ConflictCount group : seen.counts()) {
      conflicts(group, client);
    }
    gauge("conflicts.unresolved", client, unresolved).set(seen.open());
    if (seen.areMany() && !seen.counts().isEmpty()) {
      count("conflicts.alerts", client, 1);
    }
  }

  private void conflicts(ConflictCount group, Tags client) {
    String strategy = group.strategy().word();
    Tags table = client.and("table", group.table());
    String type = group.kind().name().toLowerCase(Locale.ROOT);
    count("conflicts.detected", table.and("type", type), group.rows());
    count("conflicts.notifications", table, group.notified());
    if (group.decided() != ConflictCount.Decided.NOT_YET) {
      count("conflicts.resolved", client.and("strategy", strategy), group.rows());
    }
    Timer.builder("conflict.resolution.duration")
        .description("how long decisions take")
        .tags("strategy", strategy)
        .register(registry)
        .record(group.took());
  }

  /**
   * Only what happened: a meter for each quiet table of each client would be many. By its builder,
   * for the registry's own methods are not the same in Micrometer 1.15 and 1.17.
   */
  private void count(String name, Tags tags, long amount) {
    if (amount > 0) {
      Counter.builder(name).tags(tags).register(registry).increment(amount);
    }
  }

  private AtomicLong gauge(String name, Tags client, Map<String, AtomicLong> values) {
    return values.computeIfAbsent(
        client.toString(),
        key -> {
          AtomicLong value = new AtomicLong();
          Gauge.builder(name, value, AtomicLong::get).tags(client).register(registry);
          return value;
        });
  }

  private static String status(SyncOutcome outcome) {
    return outcome == SyncOutcome.COMPLETE ? "success" : outcome.name().toLowerCase(Locale.ROOT);
  }
}
