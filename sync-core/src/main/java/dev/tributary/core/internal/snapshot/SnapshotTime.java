package dev.tributary.core.internal.snapshot;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.function.LongSupplier;

/** Both clocks: the wall clock that file times are compared with, and one for durations. */
public record SnapshotTime(InstantSource now, LongSupplier nanoTime) {
  public SnapshotTime {
    Objects.requireNonNull(now, "now");
    Objects.requireNonNull(nanoTime, "nanoTime");
  }

  public static SnapshotTime system() {
    return new SnapshotTime(InstantSource.system(), System::nanoTime);
  }

  long epochNanos() {
    Instant instant = now.instant();
    return Math.addExact(
        Math.multiplyExact(instant.getEpochSecond(), 1_000_000_000L), instant.getNano());
  }
}
