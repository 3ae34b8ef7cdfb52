package dev.tributary.core.internal.snapshot;

import dev.tributary.api.SourceUnavailable;
import java.nio.file.Path;
import java.util.Objects;

/**
 * A live SQLite file that belongs to somebody else's app.
 *
 * <p>Nothing here ever writes to it, creates anything beside it, or closes a descriptor that guards
 * somebody's lock on it. One thread at a time.
 */
public final class SourceFile implements AutoCloseable {
  private final LiveSource source;
  private final SnapshotSettings settings;

  private SourceFile(LiveSource source, SnapshotSettings settings) {
    this.source = source;
    this.settings = settings;
  }

  /**
   * Checks what can be seen without a lock, and removes the copies that a dead process left in the
   * work directory.
   *
   * @throws dev.tributary.api.ConfigurationInvalid if this is no SQLite file that we may read
   * @throws SourceUnavailable if the file is missing or empty, or cannot be read just now
   */
  public static SourceFile open(Path path, SnapshotSettings settings) {
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(settings, "settings");
    Leftovers.remove(settings.workDirectory());
    LiveSource source = LiveSource.open(SourceChecks.realPath(path));
    try {
      source.header();
      SourceChecks.requireForeign(settings.workDirectory(), source.path());
      return new SourceFile(source, settings);
    } catch (RuntimeException e) {
      source.close();
      throw e;
    }
  }

  /**
   * A file's fingerprint and nothing else: what a pass over many files asks of each.
   *
   * @throws dev.tributary.api.SyncException as {@link #open}
   */
  public static Fingerprint look(Path path, SnapshotTime time) {
    try (LiveSource source = LiveSource.open(SourceChecks.realPath(path))) {
      long now = time.epochNanos();
      return Fingerprint.of(source.stamp(), now);
    }
  }

  /** The file itself, symbolic links followed. */
  public Path path() {
    return source.path();
  }

  /** A few stats and a few small reads; no SQLite, no lock. */
  public Fingerprint fingerprint() {
    // The clock first: a file touched after it looks younger than it is, never older.
    long now = settings.time().epochNanos();
    return Fingerprint.of(source.stamp(), now);
  }

  /**
   * A consistent picture of the file as of now. The caller must close it; it outlives this object.
   *
   * @throws SourceUnavailable if the app locks the file, changes it too fast, or space is short
   */
  public Snapshot snapshot() {
    return new SnapshotTaking(source.path(), settings).take();
  }

  @Override
  public void close() {
    source.close();
  }
}
