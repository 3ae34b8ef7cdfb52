package dev.tributary.core.internal.snapshot;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * All descriptors through which this JVM reads database files, or their {@code -shm}, past SQLite:
 * one per file.
 *
 * <p>The rule: none is closed while anything else in this process has the same file open. POSIX
 * locks belong to the process, and closing any descriptor of a file drops all of them, also those
 * that SQLite holds through other descriptors, ours or those of the application around us. That is
 * why this is the one static state of the code base: the lock table that it protects is the
 * process's, too. Opening is harmless, so a descriptor that nobody needs any more waits here until
 * {@code /proc} shows that it is the last one.
 */
final class OwnedFiles {
  static final OwnedFiles OF_THIS_PROCESS = new OwnedFiles();

  private static final int IDLE_LIMIT = 64;

  // All guarded by this.
  private final Map<FileKey, OwnedFile> byKey = new HashMap<>();
  private final List<RandomAccessFile> strays = new ArrayList<>();
  private int idle;
  private int sweepAt = IDLE_LIMIT;

  private OwnedFiles() {}

  synchronized OwnedFile acquire(Path path) throws IOException {
    FileKey key = FileStat.of(path).key();
    OwnedFile owned = byKey.get(key);
    if (owned == null) {
      owned = new OwnedFile(key, open(path, key));
      byKey.put(key, owned);
    } else if (owned.isIdle()) {
      idle--;
    }
    owned.claim();
    return owned;
  }

  private RandomAccessFile open(Path path, FileKey expected) throws IOException {
    RandomAccessFile file = open(path);
    if (!FileStat.of(path).key().equals(expected)) {
      // Replaced meanwhile: nobody knows which file this is, so nobody can know whether to close.
      strays.add(file);
      throw new IOException(path + " was replaced while it was being opened");
    }
    return file;
  }

  private static RandomAccessFile open(Path path) throws IOException {
    try {
      return new RandomAccessFile(path.toFile(), "r");
    } catch (FileNotFoundException e) {
      // It says so for two reasons.
      throw path.toFile().exists()
          ? new AccessDeniedException(path.toString())
          : new NoSuchFileException(path.toString());
    }
  }

  synchronized void release(OwnedFile owned) {
    owned.disclaim();
    if (owned.isIdle() && ++idle > sweepAt) {
      closeIdle();
    }
  }

  /** Closes the descriptors that nobody needs and whose files nothing else here has open. */
  synchronized void closeIdle() {
    OpenDescriptors.ofThisProcess().ifPresent(this::closeIdle);
    sweepAt = idle + IDLE_LIMIT;
  }

  private void closeIdle(Map<FileKey, Integer> descriptors) {
    Iterator<OwnedFile> candidates = byKey.values().iterator();
    while (candidates.hasNext()) {
      OwnedFile owned = candidates.next();
      if (owned.isIdle() && descriptors.getOrDefault(owned.key(), 0) == 1) {
        candidates.remove();
        idle--;
        owned.close();
      }
    }
  }
}
