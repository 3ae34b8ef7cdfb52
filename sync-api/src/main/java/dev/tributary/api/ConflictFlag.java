package dev.tributary.api;

import java.util.Locale;

/** What a person should know of a decision. */
public enum ConflictFlag {
  /** Both times are equal or too near to tell; the tie break decided. */
  TIE,
  /** The times differ, but by no more than clocks may. */
  SKEW,
  /** A time lies beyond now and was not trusted. */
  FUTURE,
  /** A time is missing or cannot be read, so it counts as the oldest. */
  UNREADABLE,
  /** The base row is not known, so nobody can tell which side changed what. */
  BASE_UNKNOWN,
  /** The resolver failed. */
  ERROR,
  /** The configuration asks to tell somebody. */
  NOTIFY;

  /** The name in the log. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
