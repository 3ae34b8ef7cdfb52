package dev.tributary.api;

import java.time.Instant;
import java.util.Objects;

/**
 * One value of the state store as it was read.
 *
 * @param version 1 at the first write, one more at each later one
 * @param updatedAt by the clock of the store
 * @param stale true when the store could not be asked and a cache answered instead
 */
public record StateEntry(
    String key, Json value, long version, Instant updatedAt, String updatedBy, boolean stale) {
  public StateEntry {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(value, "value");
    Objects.requireNonNull(updatedAt, "updatedAt");
    Objects.requireNonNull(updatedBy, "updatedBy");
  }
}
