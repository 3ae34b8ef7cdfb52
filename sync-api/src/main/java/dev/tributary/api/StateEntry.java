package dev.tributary.api;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * One value of the state store as it was read.
 *
 * @param value JSON {@code null} of a deleted entry
 * @param version 1 at the first write, one more at each later one, deletes included
 * @param updatedAt by the clock of the store
 * @param deleted only what a delete returns and what a watch hears; never read
 */
public record StateEntry(
    String key,
    Json value,
    long version,
    Instant updatedAt,
    String updatedBy,
    boolean deleted,
    Freshness freshness) {
  public StateEntry {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(value, "value");
    Objects.requireNonNull(updatedAt, "updatedAt");
    Objects.requireNonNull(updatedBy, "updatedBy");
    Objects.requireNonNull(freshness, "freshness");
  }

  /** The store could not be asked and a cache answered instead: the value may be outdated. */
  public boolean stale() {
    return freshness.origin() == Freshness.Origin.CACHE_IN_OUTAGE;
  }

  /** A cache answered. */
  public boolean cached() {
    return freshness.origin() != Freshness.Origin.STORE;
  }

  /** Since the value was last known to be the newest; zero when the store itself answered. */
  public Duration age() {
    return freshness.age();
  }

  /** The same entry as another answer gives it. */
  public StateEntry with(Freshness other) {
    return new StateEntry(key, value, version, updatedAt, updatedBy, deleted, other);
  }
}
