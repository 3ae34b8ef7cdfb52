package dev.tributary.server.web;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Times as the interface writes them: UTC, whole seconds. */
final class Times {
  private Times() {}

  static String text(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
