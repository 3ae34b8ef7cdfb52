package dev.tributary.core.internal.snapshot;

import dev.tributary.api.SourceUnavailable;
import dev.tributary.core.internal.files.OwnerOnly;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * A folder for one copy, readable by us alone, removed at close or after our death.
 *
 * <p>Its owner holds a lock on a file beside it for as long as it lives; see {@link Leftovers}.
 */
final class PrivateDirectory implements AutoCloseable {
  private final Path directory;
  private final FileChannel lock;

  private PrivateDirectory(Path directory, FileChannel lock) {
    this.directory = directory;
    this.lock = lock;
  }

  static PrivateDirectory create(Path workDirectory) {
    try {
      Path copies = Files.createDirectories(Leftovers.copiesIn(workDirectory));
      for (; ; ) {
        Path directory = copies.resolve(Leftovers.OWN_PREFIX + UUID.randomUUID());
        FileChannel lock = openLock(directory);
        if (holds(lock, directory)) {
          return new PrivateDirectory(OwnerOnly.newFolder(directory), lock);
        }
        lock.close();
      }
    } catch (IOException e) {
      throw new SourceUnavailable(
          "the work directory " + workDirectory + " takes no copies: " + e, e);
    }
  }

  private static FileChannel openLock(Path directory) throws IOException {
    return FileChannel.open(
        Leftovers.lockOf(directory), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  /** False: another process took the new lock file for a leftover before we could lock it. */
  private static boolean holds(FileChannel channel, Path directory) throws IOException {
    FileLock lock = channel.tryLock();
    return lock != null && Files.exists(Leftovers.lockOf(directory));
  }

  /** The name of the copy; SQLite derives those of its companions from it. */
  Path database() {
    return directory.resolve("source.db");
  }

  long freeBytes() throws IOException {
    return Files.getFileStore(directory).getUsableSpace();
  }

  @Override
  public void close() {
    try {
      Leftovers.delete(directory);
      lock.close();
    } catch (IOException e) {
      throw new UncheckedIOException("the private copy in " + directory + " stays behind", e);
    }
  }
}
