package dev.tributary.api;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/**
 * What a cache of a {@link StateStore} has done since it was opened; for metrics.
 *
 * @param hits reads that the cache answered while it heard of changes
 * @param misses reads that had to ask the store
 * @param staleAnswers reads that the cache answered because the store was away
 * @param size entries that are held, those that say "there is nothing" included
 * @param lag since the cache last knew that it had missed nothing
 */
public record StateStatistics(
    long hits,
    long misses,
    long staleAnswers,
    Map<Invalidation, Long> invalidations,
    long size,
    Duration lag) {
  /** Why an entry that was held was replaced or dropped. */
  public enum Invalidation {
    /** This node wrote it. */
    OWN_WRITE,
    /** Another node wrote it. */
    CHANGED,
    /** It was asked for again after its time, and was another. */
    EXPIRED,
    /** Another database, or another life of it, keeps the state now. */
    NEW_GENERATION,
    /** The cache was full. */
    EVICTED
  }

  public StateStatistics {
    invalidations = Map.copyOf(invalidations);
    Objects.requireNonNull(lag, "lag");
  }
}
