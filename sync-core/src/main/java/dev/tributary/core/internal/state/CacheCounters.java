package dev.tributary.core.internal.state;

import dev.tributary.api.StateStatistics;
import dev.tributary.api.StateStatistics.Invalidation;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Counts what a cache does. */
final class CacheCounters {
  private final LongAdder hits = new LongAdder();
  private final LongAdder misses = new LongAdder();
  private final LongAdder stale = new LongAdder();
  private final Map<Invalidation, LongAdder> invalidations = new EnumMap<>(Invalidation.class);

  CacheCounters() {
    for (Invalidation reason : Invalidation.values()) {
      invalidations.put(reason, new LongAdder());
    }
  }

  void hit() {
    hits.increment();
  }

  void miss() {
    misses.increment();
  }

  void stale() {
    stale.increment();
  }

  void invalidated(Invalidation reason) {
    invalidations.get(reason).increment();
  }

  StateStatistics with(long size, Duration lag) {
    Map<Invalidation, Long> counted = new EnumMap<>(Invalidation.class);
    invalidations.forEach((reason, count) -> counted.put(reason, count.sum()));
    return new StateStatistics(hits.sum(), misses.sum(), stale.sum(), counted, size, lag);
  }
}
