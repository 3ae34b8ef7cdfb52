package dev.tributary.core.metrics;

import dev.tributary.api.NodeId;
import dev.tributary.api.StateStatistics;
import dev.tributary.api.StateStatistics.Invalidation;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** What the cache of a state store does, under the names that dashboards know. */
public final class StateMeters implements MeterBinder {
  private final String node;
  private final Supplier<StateStatistics> statistics;

  /**
   * @param statistics asked whenever a meter is read: {@code CachingStateStore::statistics}
   */
  public StateMeters(NodeId node, Supplier<StateStatistics> statistics) {
    this.node = node.value();
    this.statistics = Objects.requireNonNull(statistics, "statistics");
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    counter("state.cache.hits", StateStatistics::hits).register(registry);
    counter("state.cache.misses", StateStatistics::misses).register(registry);
    counter("state.cache.stale.answers", StateStatistics::staleAnswers).register(registry);
    for (Invalidation reason : Invalidation.values()) {
      counter("state.cache.invalidations", found -> found.invalidations().getOrDefault(reason, 0L))
          .tag("reason", reason.name().toLowerCase(Locale.ROOT))
          .register(registry);
    }
    Gauge.builder("state.cache.size", () -> statistics.get().size())
        .description("entries that are held")
        .register(registry);
    TimeGauge.builder(
            "state.sync.lag", () -> statistics.get().lag().toMillis(), TimeUnit.MILLISECONDS)
        .description("since the cache last knew that it had missed nothing")
        .tag("host_id", node)
        .register(registry);
  }

  private FunctionCounter.Builder<StateMeters> counter(
      String name, ToDoubleFunction<StateStatistics> value) {
    return FunctionCounter.builder(
        name, this, meters -> value.applyAsDouble(meters.statistics.get()));
  }
}
