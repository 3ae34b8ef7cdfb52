package dev.tributary.test.sqlite;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An application in a process of its own that keeps committing small transactions to a file, and
 * measures how long its commits take.
 *
 * <p>Each transaction moves an amount between two tables, so their sum is {@link #TOTAL} in every
 * consistent picture of the file. The process ends when this JVM does.
 */
public final class LiveWriter implements AutoCloseable {
  /** The sum of {@code amount} over {@code live_till} and {@code live_safe}. */
  public static final long TOTAL = 1_000_000;

  private static final Pattern RESULT =
      Pattern.compile(
          "\\{\"commits\": (\\d+), \"refused\": (\\d+), \"worst_micros\": (\\d+), "
              + "\"median_micros\": (\\d+)}");

  private final Process process;
  private final BufferedReader output;

  /** Whether every fifth transaction fills the cache, writes to the file and is rolled back. */
  public enum Rollbacks {
    NONE,
    SPILLING
  }

  /**
   * How the application writes.
   *
   * @param pause between two transactions; zero is as fast as it can
   * @param rowBytes the size of the text in each row
   */
  public record Options(
      JournalMode journalMode, Duration pause, int rowBytes, Rollbacks rollbacks) {
    public Options {
      Objects.requireNonNull(journalMode, "journalMode");
      Objects.requireNonNull(rollbacks, "rollbacks");
      if (pause.isNegative() || rowBytes < 0) {
        throw new IllegalArgumentException("negative: pause " + pause + ", row bytes " + rowBytes);
      }
    }

    public static Options of(JournalMode journalMode) {
      return new Options(journalMode, Duration.ofMillis(5), 500, Rollbacks.NONE);
    }

    public Options withPause(Duration other) {
      return new Options(journalMode, other, rowBytes, rollbacks);
    }

    public Options withRowBytes(int bytes) {
      return new Options(journalMode, pause, bytes, rollbacks);
    }

    public Options withRollbacks(Rollbacks other) {
      return new Options(journalMode, pause, rowBytes, other);
    }
  }

  /**
   * What the application saw.
   *
   * @param refused transactions that failed because the file was locked for five seconds
   */
  public record Result(long commits, long refused, Duration worst, Duration median) {}

  private LiveWriter(Process process) {
    this.process = process;
    this.output = process.inputReader();
  }

  /** Starts the application and returns after its first commit. */
  public static LiveWriter start(Path file, Options options) {
    try {
      LiveWriter writer = new LiveWriter(command(file, options).start());
      writer.expectLine("ready");
      return writer;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start a writer for " + file, e);
    }
  }

  /** Lets the application finish its transaction and close the file. */
  public Result stop() {
    try {
      process.getOutputStream().close();
      Matcher result = RESULT.matcher(expectLine("{\"commits\""));
      if (!result.matches()) {
        throw new IllegalStateException("not a result: " + result);
      }
      process.waitFor(10, TimeUnit.SECONDS);
      return new Result(
          Long.parseLong(result.group(1)),
          Long.parseLong(result.group(2)),
          micros(result.group(3)),
          micros(result.group(4)));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot stop the writer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the writer stops", e);
    } finally {
      close();
    }
  }

  /** Ends the application as a crash does, in the middle of whatever it does. */
  public void kill() {
    process.destroyForcibly().onExit().join();
  }

  /** The process, for signals. */
  public ProcessHandle process() {
    return process.toHandle();
  }

  /** What {@link #TOTAL} must equal in a consistent copy of the file. */
  public static long sum(Path copy) {
    try (SqliteSession session = SqliteSession.reading(copy)) {
      return session.number(
          "SELECT (SELECT sum(amount) FROM live_till) + (SELECT sum(amount) FROM live_safe)");
    }
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      kill();
    }
  }

  private static ProcessBuilder command(Path file, Options options) {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx64m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            LiveWriterProcess.class.getName(),
            file.toString(),
            options.journalMode().name(),
            "" + options.pause().toNanos(),
            "" + options.rowBytes(),
            options.rollbacks().name());
    return new ProcessBuilder(command).redirectError(Redirect.DISCARD);
  }

  private String expectLine(String start) throws IOException {
    String line = output.readLine();
    if (line == null || !line.startsWith(start)) {
      close();
      throw new IllegalStateException("the writer said \"" + line + "\", not " + start);
    }
    return line;
  }

  private static Duration micros(String number) {
    return Duration.of(Long.parseLong(number), ChronoUnit.MICROS);
  }
}
