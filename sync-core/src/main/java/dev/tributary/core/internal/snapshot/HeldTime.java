package dev.tributary.core.internal.snapshot;

import java.time.Duration;
import java.util.function.LongSupplier;

/** How long the live file was held by a lock or read transaction of ours, all in all. */
final class HeldTime {
  private final LongSupplier nanoTime;
  private long total;
  private long since;
  private boolean holding;

  HeldTime(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  void begin() {
    since = nanoTime.getAsLong();
    holding = true;
  }

  void end() {
    total += running();
    holding = false;
  }

  /** Of the hold that is going on. */
  Duration current() {
    return Duration.ofNanos(running());
  }

  Duration total() {
    return Duration.ofNanos(total + running());
  }

  private long running() {
    return holding ? nanoTime.getAsLong() - since : 0;
  }
}
