package dev.tributary.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.api.NodeId;
import dev.tributary.api.StateStatistics;
import dev.tributary.api.StateStatistics.Invalidation;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

final class StateMetersTest {
  private final MeterRegistry registry = new SimpleMeterRegistry();
  private final AtomicReference<StateStatistics> now = new AtomicReference<>(statistics(0, 0));

  @Test
  void metersShowWhatTheCacheCountsWhenTheyAreRead() {
    StateMeters meters = new StateMeters(new NodeId("a"), now::get);
    meters.bindTo(registry);
    assertThat(counter("state.cache.hits")).isZero();
    now.set(statistics(7, 2));
    assertThat(counter("state.cache.hits")).isEqualTo(7);
    assertThat(counter("state.cache.misses")).isEqualTo(2);
    assertThat(counter("state.cache.stale.answers")).isEqualTo(1);
    assertThat(invalidated("own_write")).isEqualTo(3);
    assertThat(invalidated("evicted")).isZero();
    assertThat(registry.get("state.cache.size").gauge().value()).isEqualTo(5);
    assertThat(
            registry.get("state.sync.lag").tag("host_id", "a").timeGauge().value(TimeUnit.SECONDS))
        .isEqualTo(1.5);
  }

  private double invalidated(String reason) {
    return registry
        .get("state.cache.invalidations")
        .tag("reason", reason)
        .functionCounter()
        .count();
  }

  private double counter(String name) {
    return registry.get(name).functionCounter().count();
  }

  private static StateStatistics statistics(long hits, long misses) {
    return new StateStatistics(
        hits, misses, 1, Map.of(Invalidation.OWN_WRITE, 3L), 5, Duration.ofMillis(1_500));
  }
}
