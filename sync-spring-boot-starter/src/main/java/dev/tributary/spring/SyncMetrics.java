package dev.tributary.spring;

import dev.tributary.api.ConflictsSeen;
import dev.tributary.api.LeaderElector;
import dev.tributary.api.Leadership;
import dev.tributary.api.LeadershipListener;
import dev.tributary.api.LossReason;
import dev.tributary.api.SyncListener;
import dev.tributary.api.SyncReport;
import dev.tributary.core.metrics.SyncMeters;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Meters for each registry of the application: those of runs and conflicts, which are {@link
 * SyncMeters}, and those of leadership.
 */
final class SyncMetrics implements MeterBinder, SyncListener, LeadershipListener {
  private final String node;
  private final String cluster;
  private final Supplier<LeaderElector> elector;
  private final InstantSource clock;
  private final List<MeterRegistry> registries = new CopyOnWriteArrayList<>();
  private final List<SyncMeters> meters = new CopyOnWriteArrayList<>();

  SyncMetrics(String node, String cluster, Supplier<LeaderElector> elector, InstantSource clock) {
    this.node = node;
    this.cluster = cluster;
    this.elector = elector;
    this.clock = clock;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    registries.add(registry);
    meters.add(new SyncMeters(registry, clock));
    // Two names for one thing: dashboards know either.
    for (String name : List.of("is.leader", "sync.container.is.leader")) {
      Gauge.builder(name, this, SyncMetrics::leads)
          .description("1 while this node leads")
          .tags("node_id", node, "cluster", cluster)
          .register(registry);
    }
  }

  private double leads() {
    return elector.get().current().isPresent() ? 1 : 0;
  }

  @Override
  public void gained(Leadership leadership) {
    count("acquired");
  }

  @Override
  public void lost(Leadership leadership, LossReason reason) {
    count("lost");
  }

  private void count(String result) {
    registries.forEach(
        registry ->
            Counter.builder("leader.elections")
                .tag("result", result)
                .register(registry)
                .increment());
  }

  @Override
  public void finished(SyncReport report) {
    each(listener -> listener.finished(report));
  }

  @Override
  public void conflicts(ConflictsSeen seen) {
    each(listener -> listener.conflicts(seen));
  }

  private void each(Consumer<SyncMeters> tell) {
    meters.forEach(tell);
  }
}
