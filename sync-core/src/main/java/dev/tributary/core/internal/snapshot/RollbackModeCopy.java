package dev.tributary.core.internal.snapshot;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/**
 * Copies a database that is in a rollback journal mode, where a reader holds up the app's commits.
 *
 * <p>First without a lock, proven by equal stamps under two short locks; else under one lock whose
 * length is bounded. Either way SQLite's SHARED lock says that no half-written transaction is in
 * the file.
 */
final class RollbackModeCopy {
  private static final int UNLOCKED_TRIES = 2;

  private final Attempt attempt;
  private final LiveSource source;
  private final Duration lockBudget;

  RollbackModeCopy(Attempt attempt) {
    this.attempt = attempt;
    this.source = attempt.source();
    this.lockBudget = attempt.settings().lockBudgetFor(attempt.stamp().database().size());
  }

  /** Empty: the file changed, or the lock would have lasted too long. */
  Optional<Snapshot> takeUnlockedOrLocked() throws IOException, SQLException {
    return take(UNLOCKED_TRIES);
  }

  /** Where file times cannot be trusted. */
  Optional<Snapshot> takeLocked() throws IOException, SQLException {
    return take(0);
  }

  private Optional<Snapshot> take(int unlockedTries) throws IOException, SQLException {
    try (SharedLock lock = SharedLock.on(attempt);
        CopyInMaking copy = CopyInMaking.of(attempt)) {
      for (int i = 0; i < unlockedTries; i++) {
        if (copyUnlocked(lock, copy)) {
          return Optional.of(copy.finish(SnapshotMethod.OPTIMISTIC_COPY));
        }
      }
      FileCopy.unhurried().warm(source.database());
      return copyLocked(lock, copy)
          ? Optional.of(copy.finish(SnapshotMethod.LOCKED_COPY))
          : Optional.empty();
    }
  }

  private boolean copyUnlocked(SharedLock lock, CopyInMaking copy)
      throws IOException, SQLException {
    SourceStamp before = lock.whileHeld(source::stamp);
    if (before.header().walMode() || !attempt.calm(before)) {
      return false;
    }
    FileCopy.unhurried().copy(source.database(), copy.database());
    return before.equals(lock.whileHeld(source::stamp));
  }

  private boolean copyLocked(SharedLock lock, CopyInMaking copy) throws IOException, SQLException {
    return lock.whileHeld(
        () -> {
          SourceStamp before = source.stamp();
          FileCopy bounded = FileCopy.whileTrue(() -> lock.heldNow().compareTo(lockBudget) <= 0);
          return !before.header().walMode()
              && bounded.copy(source.database(), copy.database())
              // Only where locks do not work, or the file was replaced.
              && source.stamp().database().equals(before.database());
        });
  }
}
