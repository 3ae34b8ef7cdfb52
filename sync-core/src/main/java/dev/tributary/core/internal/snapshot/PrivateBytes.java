package dev.tributary.core.internal.snapshot;

import dev.tributary.core.internal.sqlite.FileBytes;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** The bytes of a finished copy of ours, on which nobody holds a lock that closing could drop. */
final class PrivateBytes implements FileBytes, AutoCloseable {
  private final RandomAccessFile file;

  private PrivateBytes(RandomAccessFile file) {
    this.file = file;
  }

  static PrivateBytes of(Path copy) throws IOException {
    return new PrivateBytes(new RandomAccessFile(copy.toFile(), "r"));
  }

  @Override
  public int read(long position, byte[] buffer, int index) throws IOException {
    file.seek(position);
    return file.read(buffer, index, buffer.length - index);
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw new UncheckedIOException("closing a private copy failed", e);
    }
  }
}
