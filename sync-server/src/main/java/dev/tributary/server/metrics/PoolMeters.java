package dev.tributary.server.metrics;

import com.zaxxer.hikari.metrics.IMetricsTracker;
import com.zaxxer.hikari.metrics.MetricsTrackerFactory;
import com.zaxxer.hikari.metrics.PoolStats;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/**
 * The pool of a node, and how it is used. What is counted as a query is one use of a connection,
 * which is one transaction or a few reads.
 */
public final class PoolMeters implements MetricsTrackerFactory, MeterBinder {
  private static final String USE = "transaction";

  private final List<MeterRegistry> registries = new CopyOnWriteArrayList<>();
  private final List<Named> pools = new CopyOnWriteArrayList<>();

  private record Named(String name, PoolStats stats) {}

  @Override
  public void bindTo(MeterRegistry registry) {
    registries.add(registry);
    pools.forEach(pool -> gauges(pool, registry));
  }

  @Override
  public IMetricsTracker create(String pool, PoolStats stats) {
    Named named = new Named(pool, stats);
    pools.add(named);
    registries.forEach(registry -> gauges(named, registry));
    return new Uses();
  }

  private static void gauges(Named pool, MeterRegistry registry) {
    gauge("db.pool.size", pool, PoolStats::getTotalConnections, registry);
    gauge("db.pool.available", pool, PoolStats::getIdleConnections, registry);
  }

  private static void gauge(
      String name, Named pool, ToDoubleFunction<PoolStats> value, MeterRegistry registry) {
    Gauge.builder(name, pool.stats(), value)
        .strongReference(true)
        .tag("pool_name", pool.name())
        .register(registry);
  }

  private final class Uses implements IMetricsTracker {
    @Override
    public void recordConnectionUsageMillis(long elapsed) {
      registries.forEach(
          registry -> {
            count("success", registry);
            Timer.builder("db.query.duration")
                .tag("query_type", USE)
                .register(registry)
                .record(elapsed, TimeUnit.MILLISECONDS);
          });
    }

    @Override
    public void recordConnectionTimeout() {
      registries.forEach(registry -> count("timeout", registry));
    }

    private void count(String status, MeterRegistry registry) {
      Counter.builder("db.queries")
          .tag("query_type", USE)
          .tag("status", status)
          .register(registry)
          .increment();
    }
  }
}
