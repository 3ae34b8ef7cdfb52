package dev.tributary.core.internal.snapshot;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The one descriptor through which this JVM reads one file; see {@link OwnedFiles}.
 *
 * <p>It is no {@code FileChannel}, because a channel closes itself when its reader is interrupted,
 * and with it goes every lock on the file.
 */
final class OwnedFile {
  private final FileKey key;
  private final RandomAccessFile file;
  // Guarded by OwnedFiles.
  private int claims;

  OwnedFile(FileKey key, RandomAccessFile file) {
    this.key = key;
    this.file = file;
  }

  /** The caller has seen a regular file there, and must {@link #release()} this once. */
  static OwnedFile acquire(Path path) throws IOException {
    return OwnedFiles.OF_THIS_PROCESS.acquire(path);
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
    OwnedFiles.OF_THIS_PROCESS.release(this);
  }

  void claim() {
    claims++;
  }

  void disclaim() {
    claims--;
  }

  boolean isIdle() {
    return claims == 0;
  }

  void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw new UncheckedIOException("closing a read-only descriptor failed", e);
    }
  }
}
