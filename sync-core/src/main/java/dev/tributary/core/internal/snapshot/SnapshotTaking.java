package dev.tributary.core.internal.snapshot;

import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.api.SourceUnavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * Takes one snapshot: looks, chooses the way, and tries again when the file changed under it.
 *
 * <p>Every attempt starts from a new look, because the app may have changed the journal mode,
 * recovered its file or replaced it.
 */
final class SnapshotTaking {
  private static final int ATTEMPTS = 5;
  private static final Duration PAUSE = Duration.ofMillis(25);

  private static final String KEPT_CHANGING =
      "%s could not be copied in %d attempts: it changed meanwhile, or its lock would have lasted"
          + " too long; the next run tries again. If this stays so: run the node as the file's"
          + " owner, and give it a faster work directory than %s";
  private static final String REFUSED =
      "%s is in WAL mode on a %s file system, which shares no memory between hosts; run the node"
          + " on the host that has the disk, or let the app use journal_mode=DELETE";

  private final Path path;
  private final SnapshotSettings settings;

  SnapshotTaking(Path path, SnapshotSettings settings) {
    this.path = path;
    this.settings = settings;
  }

  Snapshot take() {
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      Optional<Snapshot> snapshot = attempt();
      if (snapshot.isPresent()) {
        return snapshot.get();
      }
      LockSupport.parkNanos(PAUSE.multipliedBy(attempt).toNanos());
    }
    throw new SourceUnavailable(KEPT_CHANGING.formatted(path, ATTEMPTS, settings.workDirectory()));
  }

  private Optional<Snapshot> attempt() {
    try (LiveSource source = LiveSource.open(path)) {
      SourceStamp stamp = source.stamp();
      Attempt attempt =
          new Attempt(source, stamp, settings, new HeldTime(settings.time().nanoTime()));
      return byRules(attempt);
    } catch (IOException e) {
      throw new SourceUnavailable(
          "%s could not be copied to %s: %s".formatted(path, settings.workDirectory(), e), e);
    } catch (SQLException e) {
      throw SourceFailures.translate(path, e, settings.busyWait());
    }
  }

  private Optional<Snapshot> byRules(Attempt attempt) throws IOException, SQLException {
    SourceRules.Way way = rules(attempt.stamp()).way();
    try {
      return switch (way) {
        case LIVE -> LiveReading.take(attempt);
        case COPY_UNLOCKED_OR_LOCKED -> new RollbackModeCopy(attempt).takeUnlockedOrLocked();
        case COPY_LOCKED -> new RollbackModeCopy(attempt).takeLocked();
        case COPY_AND_RECOVER -> new RecoveredCopy(attempt).take();
        case REFUSE -> throw refused();
      };
    } catch (SQLException e) {
      if (SourceFailures.needsRecovery(e) && way != SourceRules.Way.COPY_AND_RECOVER) {
        return new RecoveredCopy(attempt).take();
      }
      SourceFailures.requireWhole(attempt, e);
      throw e;
    }
  }

  private SourceRules rules(SourceStamp stamp) throws IOException {
    return new SourceRules(
        stamp.header().walMode(),
        stamp.wal().exists(),
        stamp.shmHead().isPresent(),
        SourceRules.isRemote(Files.getFileStore(path).type()),
        FolderOwnership.of(path, stamp.database()));
  }

  private ConfigurationInvalid refused() throws IOException {
    return new ConfigurationInvalid(REFUSED.formatted(path, Files.getFileStore(path).type()));
  }
}
