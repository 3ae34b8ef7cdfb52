package dev.tributary.core.internal.snapshot;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * The one descriptor through which this JVM reads a database file, or its {@code -shm}, past
 * SQLite.
 *
 * <p>The rule: it is never closed while anything else in this process has the same file open. POSIX
 * locks belong to the process, and closing any descriptor of a file drops all of them, also those
 * that SQLite holds through other descriptors, ours or those of the application around us. That is
 * why this class holds the one static state of the code base: the lock table that it protects is
 * the process's, too. Opening is harmless, so a descriptor that nobody needs any more waits here
 * until {@code /proc} shows that it is the last one.
 *
 * <p>It is no {@code FileChannel}, because a channel closes itself when its reader is interrupted.
 */
final class OwnedFile {
  private static final int IDLE_LIMIT = 64;

  // Guarded by TABLE: the map, both lists and all reference counts.
  private static final Map<FileKey, OwnedFile> TABLE = new HashMap<>();
  private static final List<RandomAccessFile> STRAYS = new ArrayList<>();
  private static int idle;
  private static int sweepAt = IDLE_LIMIT;

  private final FileKey key;
  private final RandomAccessFile file;
  private int references;

  private OwnedFile(FileKey key, RandomAccessFile file) {
    this.key = key;
    this.file = file;
  }

  /** The caller has seen a regular file there, and must {@link #release()} this once. */
  static OwnedFile acquire(Path path) throws IOException {
    synchronized (TABLE) {
      FileKey key = FileStat.of(path).key();
      OwnedFile owned = TABLE.get(key);
      if (owned == null) {
        owned = open(path, key);
        TABLE.put(key, owned);
      } else if (owned.references == 0) {
        idle--;
      }
      owned.references++;
      return owned;
    }
  }

  private static OwnedFile open(Path path, FileKey expected) throws IOException {
    RandomAccessFile file = open(path);
    if (!FileStat.of(path).key().equals(expected)) {
      // Replaced meanwhile: nobody knows which file this is, so nobody can know whether to close.
      STRAYS.add(file);
      throw new IOException(path + " was replaced while it was being opened");
    }
    return new OwnedFile(expected, file);
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

  FileKey key() {
    return key;
  }

  /** The first bytes, fewer at the end of the file. */
  byte[] head(int length) throws IOException {
    byte[] bytes = new byte[length];
    int filled = 0;
    while (filled < length) {
      int read = read(filled, bytes, filled);
      if (read < 0) {
        return Arrays.copyOf(bytes, filled);
      }
      filled += read;
    }
    return bytes;
  }

  /** Fills the buffer from its index on; -1 at the end of the file. */
  int read(long position, byte[] buffer, int index) throws IOException {
    synchronized (file) {
      file.seek(position);
      return file.read(buffer, index, buffer.length - index);
    }
  }

  void release() {
    synchronized (TABLE) {
      references--;
      if (references == 0 && ++idle > sweepAt) {
        closeIdle();
      }
    }
  }

  /** Closes the descriptors that nobody needs and whose files nothing else here has open. */
  static void closeIdle() {
    synchronized (TABLE) {
      OpenDescriptors.ofThisProcess().ifPresent(OwnedFile::closeIdle);
      sweepAt = idle + IDLE_LIMIT;
    }
  }

  private static void closeIdle(Map<FileKey, Integer> descriptors) {
    Iterator<OwnedFile> candidates = TABLE.values().iterator();
    while (candidates.hasNext()) {
      OwnedFile owned = candidates.next();
      boolean last = descriptors.getOrDefault(owned.key, 0) == 1;
      if (owned.references == 0 && last) {
        candidates.remove();
        idle--;
        owned.close();
      }
    }
  }

  private void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw new UncheckedIOException("closing a read-only descriptor failed", e);
    }
  }
}
