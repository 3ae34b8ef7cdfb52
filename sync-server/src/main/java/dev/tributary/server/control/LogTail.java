package dev.tributary.server.control;

import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.server.report.FileTrouble;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The end of a log, read backwards: the rest may be large. */
final class LogTail {
  private static final int MOST_BYTES = 4 << 20;
  private static final int LINE_BYTES = 400;
  private static final long LOOK_EVERY_MILLIS = 200;

  private LogTail() {}

  static List<String> last(Path log, int lines) {
    if (!Files.exists(log)) {
      return List.of();
    }
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
      long wanted = Math.min(MOST_BYTES, Math.max(64 << 10, (long) lines * LINE_BYTES));
      long from = Math.max(0, file.length() - wanted);
      List<String> read = read(file, from).lines().toList();
      boolean cut = from > 0 && !read.isEmpty();
      List<String> whole = cut ? read.subList(1, read.size()) : read;
      return List.copyOf(whole.subList(Math.max(0, whole.size() - lines), whole.size()));
    } catch (IOException e) {
      throw new ConfigurationInvalid("cannot read %s: %s".formatted(log, FileTrouble.of(e)), e);
    }
  }

  /** Until the thread is interrupted. */
  static void follow(Path log, int lines, Consumer<String> sink) {
    last(log, lines).forEach(sink);
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
      long at = file.length();
      while (true) {
        if (file.length() < at) {
          at = 0; // it was emptied
        }
        String more = read(file, at);
        int whole = more.lastIndexOf('\n') + 1;
        more.substring(0, whole).lines().forEach(sink);
        at += more.substring(0, whole).getBytes(StandardCharsets.UTF_8).length;
        new CountDownLatch(1).await(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
      }
    } catch (IOException e) {
      throw new ConfigurationInvalid("cannot read %s: %s".formatted(log, FileTrouble.of(e)), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String read(RandomAccessFile file, long from) throws IOException {
    long bytes = Math.min(MOST_BYTES, file.length() - from);
    byte[] read = new byte[(int) Math.max(0, bytes)];
    file.seek(from);
    file.readFully(read);
    return new String(read, StandardCharsets.UTF_8);
  }
}
