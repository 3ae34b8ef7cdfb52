package dev.tributary.api;

import java.time.Duration;
import java.util.Objects;

/**
 * How old an answer of a {@link StateStore} may be.
 *
 * @param age since the answer was last known to be the newest; zero when the store itself answered
 */
public record Freshness(Origin origin, Duration age) {
  /** Who answered. */
  public enum Origin {
    /** The store itself, just now. */
    STORE,
    /** A cache that hears of changes. */
    CACHE,
    /** A cache, because the store could not be asked. */
    CACHE_IN_OUTAGE
  }

  /** The store itself answered, just now. */
  public static final Freshness ASKED = new Freshness(Origin.STORE, Duration.ZERO);

  public Freshness {
    Objects.requireNonNull(origin, "origin");
    Objects.requireNonNull(age, "age");
  }
}
