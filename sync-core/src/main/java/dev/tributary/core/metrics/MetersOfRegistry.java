package dev.tributary.core.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Meters by name and tags. All are made by their builders, for the registry's own methods are not
 * the same in Micrometer 1.15 and 1.17.
 */
final class MetersOfRegistry {
  private final MeterRegistry registry;

  // All guarded by this
  private final Map<String, Held> gauges = new HashMap<>();
  private final Map<String, Runnable> later = new HashMap<>();
  private boolean shown = true;

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

  /** While this node does not lead, its value is kept back: another node shows a newer one. */
  synchronized void set(String name, Tags tags, long value) {
    if (!shown) {
      later.put(name + tags, () -> set(name, tags, value));
      return;
    }
    gauges.computeIfAbsent(name + tags, key -> new Held(name, tags, registry)).value.set(value);
  }

  /** This node leads: what was set shortly before is shown. */
  synchronized void show() {
    shown = true;
    later.values().forEach(Runnable::run);
    later.clear();
  }

  /** This node leads no more; a sum over all nodes must not count what it saw last. */
  synchronized void hide() {
    shown = false;
    gauges.values().forEach(held -> registry.remove(held.gauge));
    gauges.clear();
  }

  private static final class Held {
    private final AtomicLong value = new AtomicLong();
    private final Gauge gauge;

    Held(String name, Tags tags, MeterRegistry registry) {
      gauge = Gauge.builder(name, value, AtomicLong::get).tags(tags).register(registry);
    }
  }
}
