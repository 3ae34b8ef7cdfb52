package dev.tributary.server.cli.serve;

import dev.tributary.server.report.FileTrouble;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * A log that stays small: what is in the file goes to {@code FILE.1} when it has become large, and
 * what was there to {@code FILE.2}, a few times. The file itself stays the same one, since the
 * process that started this one may have it open as well.
 */
final class RollingLog extends OutputStream {
  static final int KEPT = 4;

  private final Path file;
  private final long large;

  // All guarded by this
  private FileChannel open;
  private boolean atLineEnd = true;
  private Optional<String> failure = Optional.empty();
  private long lost;

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
    try {
      tellWhatIsLost();
      if (atLineEnd && open.size() >= large) {
        tryToRoll();
      }
      append(text, from, length);
    } catch (IOException e) {
      lose(e, text, from, length);
      throw e;
    }
  }

  private void append(byte[] text, int from, int length) throws IOException {
    ByteBuffer rest = ByteBuffer.wrap(text, from, length);
    while (rest.hasRemaining()) {
      open.write(rest);
      atLineEnd = text[rest.position() - 1] == '\n';
    }
  }

  private void lose(IOException why, byte[] text, int from, int length) {
    failure = Optional.of(FileTrouble.of(why));
    for (int i = from; i < from + length; i++) {
      lost += text[i] == '\n' ? 1 : 0;
    }
  }

  /** Why lines are lost; empty: none are, or the file takes them again and says how many were. */
  synchronized Optional<String> trouble() {
    try {
      if (failure.isPresent()) {
        FileChannel again = opened(); // there may be another file now, on another disk
        open.close();
        open = again;
        tellWhatIsLost();
      }
    } catch (IOException e) {
      failure = Optional.of(FileTrouble.of(e));
    }
    return failure;
  }

  private void tellWhatIsLost() throws IOException {
    if (failure.isPresent()) {
      String told =
          "%s%d lines of this log were lost: %s\n"
              .formatted(atLineEnd ? "" : "\n", Math.max(1, lost), failure.get());
      byte[] bytes = told.getBytes(StandardCharsets.UTF_8);
      append(bytes, 0, bytes.length);
      failure = Optional.empty();
      lost = 0;
    }
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
