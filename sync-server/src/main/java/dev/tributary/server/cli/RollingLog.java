package dev.tributary.server.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A log that stays small: what is in the file goes to {@code FILE.1} when it has become large, and
 * what was there to {@code FILE.2}, a few times. The file itself stays the same one, since the
 * process that started this one may have it open as well.
 */
final class RollingLog extends OutputStream {
  static final int KEPT = 4;

  private final Path file;
  private final long large;

  // Both guarded by this
  private FileChannel open;
  private boolean atLineEnd = true;

  /**
   * @param large in bytes; a line that is longer is written nevertheless
   */
  RollingLog(Path file, long large) throws IOException {
    this.file = file;
    this.large = large;
    this.open = opened();
  }

  private FileChannel opened() throws IOException {
    return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  @Override
  public void write(int letter) throws IOException {
    write(new byte[] {(byte) letter}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] text, int from, int length) throws IOException {
    if (length == 0) {
      return;
    }
    if (atLineEnd && open.size() >= large) {
      tryToRoll();
    }
    ByteBuffer rest = ByteBuffer.wrap(text, from, length);
    while (rest.hasRemaining()) {
      open.write(rest);
    }
    atLineEnd = text[from + length - 1] == '\n';
  }

  private void tryToRoll() {
    try {
      roll();
    } catch (IOException e) {
      return; // what is to be said counts more than the size of the file
    }
  }

  private void roll() throws IOException {
    for (int i = KEPT - 1; i >= 1; i--) {
      if (Files.exists(old(i))) {
        Files.move(old(i), old(i + 1), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    try {
      Files.copy(file, old(1), StandardCopyOption.REPLACE_EXISTING);
      open.truncate(0);
    } catch (IOException e) {
      setAside(); // such as a full disk
    }
  }

  private void setAside() throws IOException {
    Files.move(file, old(1), StandardCopyOption.REPLACE_EXISTING);
    open.close();
    open = opened();
  }

  private Path old(int number) {
    return file.resolveSibling(file.getFileName() + "." + number);
  }

  @Override
  public synchronized void close() throws IOException {
    open.close();
  }
}
