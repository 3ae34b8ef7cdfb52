package dev.tributary.server.config;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Looks at all watched files, every second, on a thread of its own. */
public final class WatchedFiles implements AutoCloseable {
  private static final long EVERY_MILLIS = 1_000;

  private final List<WatchedFile<?>> files = new CopyOnWriteArrayList<>();
  private final List<Supplier<Optional<String>>> more = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService looks =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "sync-configuration");
            thread.setDaemon(true);
            // Else the web server, during whose start this may be made, thinks that it is its own.
            thread.setContextClassLoader(WatchedFiles.class.getClassLoader());
            return thread;
          });

  public WatchedFiles() {
    looks.scheduleWithFixedDelay(this::look, EVERY_MILLIS, EVERY_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Looks at this file as well from now on. */
  public <T> WatchedFile<T> watch(WatchedFile<T> file) {
    files.add(file);
    return file;
  }

  /** Asks this, too, whether something is wrong: with files that have to fit together. */
  public void ask(Supplier<Optional<String>> problem) {
    more.add(problem);
  }

  /** What is wrong with files now. */
  public List<String> problems() {
    return Stream.concat(files.stream().map(WatchedFile::problem), more.stream().map(Supplier::get))
        .flatMap(Optional::stream)
        .toList();
  }

  private void look() {
    files.forEach(WatchedFile::look);
  }

  @Override
  public void close() {
    looks.shutdownNow();
  }
}
