package dev.tributary.server.report;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Says at most once per pause that something is due. */
final class Pace {
  private final long pause;
  private final LongSupplier nanoTime;
  private long last;

  Pace(Duration pause, LongSupplier nanoTime) {
    this.pause = pause.toNanos();
    this.nanoTime = nanoTime;
    this.last = nanoTime.getAsLong();
  }

  boolean isDue() {
    long now = nanoTime.getAsLong();
    if (now - last < pause) {
      return false;
    }
    last = now;
    return true;
  }
}
