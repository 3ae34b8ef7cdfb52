package dev.tributary.core.internal.snapshot;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The owned descriptors of one database and its {@code -shm}, and what is read through them.
 *
 * <p>Must be open before, and closed after, every SQLite connection of ours on this file.
 */
final class LiveSource implements AutoCloseable {
  private static final int SHM_HEAD = 48;

  private final Path path;
  private @Nullable OwnedFile database;
  private @Nullable OwnedFile shm;

  private LiveSource(Path path) {
    this.path = path;
  }

  /** Opens nothing that is not a regular file: reading a pipe would never end. */
  static LiveSource open(Path realPath) {
    LiveSource source = new LiveSource(realPath);
    source.stat();
    return source;
  }

  Path path() {
    return path;
  }

  FileStat stat() {
    try {
      FileStat stat = FileStat.of(path);
      SourceChecks.requireDatabaseFile(path, stat);
      database = follow(database, path, stat);
      return stat;
    } catch (IOException e) {
      throw SourceChecks.unreadable(path, e);
    }
  }

  /** Checked for being SQLite's; read without a lock. */
  Header header() {
    try {
      byte[] head = database().head(Header.LENGTH);
      SourceChecks.requireHeader(path, head);
      return Header.of(head);
    } catch (IOException e) {
      throw SourceChecks.unreadable(path, e);
    }
  }

  /** A new look at everything, without a lock. */
  SourceStamp stamp() {
    FileStat stat = stat();
    try {
      return new SourceStamp(
          stat,
          header(),
          Companion.at(Companion.journalOf(path)),
          Companion.at(Companion.walOf(path)),
          shmHead());
    } catch (IOException e) {
      throw SourceChecks.unreadable(path, e);
    }
  }

  OwnedFile database() {
    if (database == null) {
      throw new IllegalStateException(path + " is closed");
    }
    return database;
  }

  private Optional<String> shmHead() throws IOException {
    Path shmPath = Companion.shmOf(path);
    try {
      shm = follow(shm, shmPath, FileStat.of(shmPath));
    } catch (NoSuchFileException gone) {
      return Optional.empty();
    }
    return shm == null
        ? Optional.empty()
        : Optional.of(HexFormat.of().formatHex(shm.head(SHM_HEAD)));
  }

  /** The app may replace a file at any time; then the old descriptor is given back. */
  private static @Nullable OwnedFile follow(@Nullable OwnedFile held, Path path, FileStat now)
      throws IOException {
    if (held != null && held.key().equals(now.key())) {
      return held;
    }
    OwnedFile next = now.kind() == FileStat.Kind.REGULAR ? OwnedFile.acquire(path) : null;
    if (held != null) {
      held.release();
    }
    return next;
  }

  @Override
  public void close() {
    if (database != null) {
      database.release();
      database = null;
    }
    if (shm != null) {
      shm.release();
      shm = null;
    }
  }
}
