package dev.tributary.conflict;

import java.util.Locale;

/** How a column keeps time. */
public enum EpochUnit {
  /** Recognised value by value: below 1e11 seconds, 1e14 ms, 1e17 us, else ns; text as ISO 8601. */
  AUTO(0),
  S(9),
  MS(6),
  US(3),
  NS(0),
  /** ISO 8601 text; without an offset it is UTC. */
  ISO(0);

  private final int zeros;

  EpochUnit(int zeros) {
    this.zeros = zeros;
  }

  /** The power of ten that makes nanoseconds of it. */
  int zeros() {
    return zeros;
  }

  /** The name in the configuration. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
