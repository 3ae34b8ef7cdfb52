package dev.tributary.server.metrics;

import dev.tributary.core.DiscoveredSource;
import dev.tributary.core.SchedulerStatus;
import dev.tributary.core.SyncScheduler;
import dev.tributary.server.config.WatchedFiles;
import dev.tributary.server.discovery.SourceWatch;
import dev.tributary.server.health.NodeHealth;
import dev.tributary.server.node.NodeSettings;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.springframework.beans.factory.ObjectProvider;

/** The node itself: how long it runs, what its schedule does, whether it is well. */
final class NodeMeters implements MeterBinder {
  private final NodeSettings settings;
  private final NodeHealth health;
  private final WatchedFiles files;
  private final SourceWatch sources;
  private final ObjectProvider<SyncScheduler> scheduler;

  /**
   * @param scheduler asked late: it is there when the web server is
   */
  NodeMeters(
      NodeSettings settings,
      NodeHealth health,
      WatchedFiles files,
      SourceWatch sources,
      ObjectProvider<SyncScheduler> scheduler) {
    this.settings = settings;
    this.health = health;
    this.files = files;
    this.sources = sources;
    this.scheduler = scheduler;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    String node = settings.node().value();
    TimeGauge.builder("container.uptime", () -> health.uptime().toMillis(), TimeUnit.MILLISECONDS)
        .tag("node_id", node)
        .register(registry);
    Gauge.builder("sync.jobs.active", this, of(SchedulerStatus::running))
        .description("clients that are being synced")
        .register(registry);
    Gauge.builder("sync.queue.size", this, of(SchedulerStatus::waiting))
        .description("clients and jobs that wait for a free lane")
        .register(registry);
    FunctionCounter.builder("heartbeat.failures", this, of(SchedulerStatus::failures))
        .description("looks at the schedule that failed, such as for want of a database")
        .tag("node_id", node)
        .register(registry);
    Gauge.builder("health.reasons", health, NodeHealth::reasons)
        .description("0 while the node is healthy")
        .register(registry);
    Gauge.builder("configuration.problems", files, watched -> watched.problems().size())
        .description("files that turned bad; what they said before is in force")
        .register(registry);
    if (!settings.discovery().places().isEmpty()) {
      bindDiscovery(registry);
    }
  }

  private void bindDiscovery(MeterRegistry registry) {
    for (DiscoveredSource.Kind kind : DiscoveredSource.Kind.values()) {
      Gauge.builder("discovered.files", sources, watch -> watch.count(kind))
          .tag("kind", kind.name().toLowerCase(Locale.ROOT))
          .description("files that the leading node found by its patterns, or misses there")
          .register(registry);
    }
  }

  private ToDoubleFunction<NodeMeters> of(ToDoubleFunction<SchedulerStatus> value) {
    return meters -> value.applyAsDouble(meters.scheduler.getObject().status());
  }
}
