package dev.tributary.server.looks;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A task that a daemon thread of its own repeats until it is closed, whatever the task throws: a
 * plain scheduled executor drops a task that failed once, and says nothing.
 */
public final class RepeatedTask implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RepeatedTask.class);

  private final ScheduledExecutorService thread;
  private final String name;
  private final Runnable task;

  /**
   * Begins nothing yet.
   *
   * @param name of the thread, and of the task in the log
   */
  public RepeatedTask(String name, Runnable task) {
    this.name = Objects.requireNonNull(name, "name");
    this.task = Objects.requireNonNull(task, "task");
    this.thread =
        Executors.newSingleThreadScheduledExecutor(
            run -> {
              Thread made = new Thread(run, name);
              made.setDaemon(true);
              return made;
            });
  }

  /**
   * Called once.
   *
   * @param first from now to the first run
   * @param every from the end of a run to the next
   */
  public void begin(Duration first, Duration every) {
    thread.scheduleWithFixedDelay(
        this::run, first.toNanos(), every.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void run() {
    try {
      task.run();
    } catch (RuntimeException | Error e) {
      LOG.error("{} failed, and goes on", name, e);
    }
  }

  /** Interrupts a run under way and does not wait for it. May be called twice. */
  @Override
  public void close() {
    thread.shutdownNow();
  }
}
