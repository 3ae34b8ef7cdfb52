package dev.tributary.core.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Meters by name and tags. All are made by their builders, for the registry's own methods are not
 * the same in Micrometer 1.15 and 1.17.
 */
final class MetersOfRegistry {
  private final MeterRegistry registry;
  private final Map<String, AtomicLong> gauges = new ConcurrentHashMap<>();

  MetersOfRegistry(MeterRegistry registry) {
    this.registry = registry;
  }

  MeterRegistry registry() {
    return registry;
  }

  /** Only what happened: a meter for each quiet table of each client would be many. */
  void count(String name, Tags tags, long amount) {
    if (amount > 0) {
      Counter.builder(name).tags(tags).register(registry).increment(amount);
    }
  }

  void set(String name, Tags tags, long value) {
    gauges
        .computeIfAbsent(
            name + tags,
            key -> {
              AtomicLong held = new AtomicLong();
              Gauge.builder(name, held, AtomicLong::get).tags(tags).register(registry);
              return held;
            })
        .set(value);
  }
}
