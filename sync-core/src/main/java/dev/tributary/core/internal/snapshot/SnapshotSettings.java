package dev.tributary.core.internal.snapshot;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/**
 * Where private copies go, and how long the app may be held up.
 *
 * @param workDirectory ours alone; never the folder of an app's file
 * @param busyWait how long to wait for an app that locks its file
 * @param lockBudget how long a shared lock may last for each started 200 MB of the file, 4 s at
 *     most
 */
public record SnapshotSettings(
    Path workDirectory,
    Duration busyWait,
    Duration lockBudget,
    CopyCheck copyCheck,
    SnapshotTime time) {

  private static final long BUDGET_BYTES = 200_000_000;
  // Most apps wait 5 s for a lock before they fail.
  private static final Duration LONGEST_LOCK = Duration.ofSeconds(4);

  public SnapshotSettings {
    Objects.requireNonNull(workDirectory, "workDirectory");
    Objects.requireNonNull(copyCheck, "copyCheck");
    Objects.requireNonNull(time, "time");
    requirePositive(busyWait, "busyWait");
    requirePositive(lockBudget, "lockBudget");
  }

  public static SnapshotSettings in(Path workDirectory) {
    return new SnapshotSettings(
        workDirectory,
        Duration.ofSeconds(5),
        Duration.ofMillis(300),
        CopyCheck.NONE,
        SnapshotTime.system());
  }

  public SnapshotSettings withBusyWait(Duration value) {
    return new SnapshotSettings(workDirectory, value, lockBudget, copyCheck, time);
  }

  public SnapshotSettings withLockBudget(Duration value) {
    return new SnapshotSettings(workDirectory, busyWait, value, copyCheck, time);
  }

  public SnapshotSettings withCopyCheck(CopyCheck value) {
    return new SnapshotSettings(workDirectory, busyWait, lockBudget, value, time);
  }

  public SnapshotSettings withTime(SnapshotTime value) {
    return new SnapshotSettings(workDirectory, busyWait, lockBudget, copyCheck, value);
  }

  Duration lockBudgetFor(long fileBytes) {
    Duration budget = lockBudget.multipliedBy(1 + fileBytes / BUDGET_BYTES);
    return budget.compareTo(LONGEST_LOCK) < 0 ? budget : LONGEST_LOCK;
  }

  private static void requirePositive(Duration value, String name) {
    if (value.isNegative() || value.isZero()) {
      throw new IllegalArgumentException(name + " must be positive, was " + value);
    }
  }
}
