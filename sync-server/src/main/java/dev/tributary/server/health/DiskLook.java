package dev.tributary.server.health;

import dev.tributary.server.looks.RepeatedTask;
import dev.tributary.server.looks.WritableFolder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Looks whether a node's own files can be written, on a thread of its own: its folder every ten
 * seconds, each second while it cannot, and what its log says of itself.
 */
public final class DiskLook implements AutoCloseable {
  private static final Duration EVERY = Duration.ofSeconds(1);
  private static final int WHILE_FINE = 10; // it writes a megabyte, and an idle node shall be idle
  private static final long PATIENCE_NANOS = 30_000_000_000L;

  private final Path directory;
  private final Supplier<Optional<String>> log;
  private final LongSupplier nanoTime;
  private final RepeatedTask repeated = new RepeatedTask("sync-disk-look", this::again);
  private int looks;

  // Written only by the thread that looks
  private volatile Last last;

  /**
   * @param at when it ended, or when looking began
   */
  private record Last(Optional<String> directory, Optional<String> log, long at) {}

  /**
   * Looks at nothing yet.
   *
   * @param directory of the node's local files
   * @param log why the log loses lines, in whole words; empty where it does not
   */
  public DiskLook(Path directory, Supplier<Optional<String>> log, LongSupplier nanoTime) {
    this.directory = directory;
    this.log = log;
    this.nanoTime = nanoTime;
    this.last = new Last(Optional.empty(), Optional.empty(), nanoTime.getAsLong());
  }

  /** Called once. */
  public void begin() {
    repeated.begin(Duration.ZERO, EVERY);
  }

  private void again() {
    boolean wasFine = last.directory().isEmpty();
    boolean skipped = wasFine && looks++ % WHILE_FINE != 0;
    Optional<String> folder = skipped ? Optional.empty() : WritableFolder.trouble(directory);
    last = new Last(folder, log.get(), nanoTime.getAsLong());
  }

  /** What a person should know. A disk that hangs must not make the health silent. */
  public List<String> problems() {
    Last now = last;
    if (nanoTime.getAsLong() - now.at() > PATIENCE_NANOS) {
      return List.of("the disk of data directory %s does not answer".formatted(directory));
    }
    return Stream.of(
            now.directory().map(why -> "data directory %s: %s".formatted(directory, why)),
            now.log())
        .flatMap(Optional::stream)
        .toList();
  }

  @Override
  public void close() {
    repeated.close();
  }
}
