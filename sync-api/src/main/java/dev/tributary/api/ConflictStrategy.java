package dev.tributary.api;

import java.util.Locale;

/** By which rule a conflict was decided. */
public enum ConflictStrategy {
  NEWEST_WINS,
  SOURCE_WINS,
  TARGET_WINS,
  MERGE,
  MANUAL,
  CUSTOM;

  /** The name in configuration, log and metrics. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
