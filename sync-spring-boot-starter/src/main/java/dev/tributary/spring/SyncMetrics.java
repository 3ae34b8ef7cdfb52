package dev.tributary.spring;

import dev.tributary.api.LeaderElector;
import dev.tributary.api.Leadership;
import dev.tributary.api.LeadershipListener;
import dev.tributary.api.LossReason;
import dev.tributary.api.SyncListener;
import dev.tributary.api.SyncOutcome;
import dev.tributary.api.SyncReport;
import dev.tributary.api.TableReport;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Meters for Micrometer, under the names that dashboards of Tributary know. */
final class SyncMetrics implements MeterBinder, SyncListener, LeadershipListener {
  private static final Duration[] BUCKETS =
      List.of(1, 5, 10, 30, 60, 120, 300, 600, 1800, 3600).stream()
          .map(Duration::ofSeconds)
          .toArray(Duration[]::new);

  private final String node;
  private final String cluster;
  private final Supplier<LeaderElector> elector;
  private final InstantSource clock;
  private final List<MeterRegistry> registries = new CopyOnWriteArrayList<>();
  private final Map<String, AtomicLong> waiting = new ConcurrentHashMap<>();
  private final Map<String, AtomicLong> lastSuccess = new ConcurrentHashMap<>();

  SyncMetrics(String node, String cluster, Supplier<LeaderElector> elector, InstantSource clock) {
    this.node = node;
    this.cluster = cluster;
    this.elector = elector;
    this.clock = clock;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    registries.add(registry);
    Tags names = Tags.of("node_id", node, "cluster", cluster);
    Gauge.builder("is.leader", this, SyncMetrics::leads)
        .description("1 while this node leads")
        .tags(names)
        .register(registry);
    Gauge.builder("sync.container.is.leader", this, SyncMetrics::leads)
        .description("1 while this node leads")
        .tags(names)
        .register(registry);
  }

  private double leads() {
    return elector.get().current().isPresent() ? 1 : 0;
  }

  @Override
  public void gained(Leadership leadership) {
    count("leader.elections", Tags.of("result", "acquired"), 1);
  }

  @Override
  public void lost(Leadership leadership, LossReason reason) {
    count("leader.elections", Tags.of("result", "lost"), 1);
  }

  @Override
  public void finished(SyncReport report) {
    Tags client = Tags.of("client", report.client().value());
    count("sync.operations", client.and("status", status(report.outcome())), 1);
    each(registry -> timer(registry, client).record(report.took()));
    count("sync.bytes.transferred", client.and("direction", "out"), report.bytesSent());
    for (TableReport table : report.tables()) {
      tableFinished(table, client.and("table", table.table()));
    }
    gauge("sync.rows.waiting", client, waiting).set(report.waiting());
    if (report.outcome() != SyncOutcome.ON_HOLD) {
      gauge("last.successful.sync.timestamp", client, lastSuccess)
          .set(clock.instant().getEpochSecond());
    }
  }

  private void tableFinished(TableReport table, Tags tags) {
    // Only what happened: a meter for each quiet table of each client would be many.
    if (table.changed() > 0) {
      count("sync.rows.processed", tags, table.changed());
    }
    if (table.quarantined() > 0) {
      count("sync.rows.failed", tags.and("error_type", "quarantined"), table.quarantined());
    }
    if (table.conflicts() > 0) {
      count("conflicts.detected", tags, table.conflicts());
    }
  }

  private static String status(SyncOutcome outcome) {
    return outcome == SyncOutcome.COMPLETE ? "success" : outcome.name().toLowerCase(Locale.ROOT);
  }

  private static Timer timer(MeterRegistry registry, Tags tags) {
    return Timer.builder("sync.duration")
        .tags(tags)
        .serviceLevelObjectives(BUCKETS)
        .register(registry);
  }

  private void count(String name, Tags tags, double amount) {
    each(registry -> Counter.builder(name).tags(tags).register(registry).increment(amount));
  }

  private AtomicLong gauge(String name, Tags client, Map<String, AtomicLong> values) {
    AtomicLong value = values.computeIfAbsent(client.toString(), key -> new AtomicLong());
    each(registry -> Gauge.builder(name, value, AtomicLong::get).tags(client).register(registry));
    return value;
  }

  private void each(Consumer<MeterRegistry> act) {
    registries.forEach(act);
  }
}
