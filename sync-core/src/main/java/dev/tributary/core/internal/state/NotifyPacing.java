package dev.tributary.core.internal.state;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Keeps notifications few. Commits that notify wait for one another in PostgreSQL, so beyond a rate
 * writes commit without, and one notification for many follows them. If that one is lost, the next
 * poll finds what they wrote.
 */
final class NotifyPacing implements AutoCloseable {
  private static final int MOST_PER_SECOND = 50;
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final long DELAY = TimeUnit.MILLISECONDS.toNanos(100);

  private final LongSupplier nanoTime;
  private final Runnable wakeAll;
  private final String threadName;
  private final Bell bell = new Bell();

  // Guarded by this
  private long secondBegan;
  private int inThisSecond;
  private Optional<NodeThread> thread = Optional.empty();
  private boolean closed;

  /**
   * @param wakeAll sends one notification of its own; a failure of it is not worth a word
   */
  NotifyPacing(LongSupplier nanoTime, String threadName, Runnable wakeAll) {
    this.nanoTime = nanoTime;
    this.threadName = threadName;
    this.wakeAll = wakeAll;
    this.secondBegan = nanoTime.getAsLong();
  }

  /** Whether this write may notify in its own transaction; if not, one for many will follow. */
  synchronized boolean mayNotify() {
    long now = nanoTime.getAsLong();
    if (now - secondBegan >= SECOND) {
      secondBegan = now;
      inThisSecond = 0;
    }
    inThisSecond++;
    if (inThisSecond <= MOST_PER_SECOND) {
      return true;
    }
    later();
    return false;
  }

  private void later() {
    if (thread.isEmpty() && !closed) {
      thread = Optional.of(NodeThread.started(threadName, this::notifyWhenRung));
    }
    bell.ring();
  }

  /** The delay also lets the write commit that rang. */
  private void notifyWhenRung() throws InterruptedException {
    while (true) {
      bell.await(Long.MAX_VALUE);
      bell.pause(DELAY);
      wakeAll.run();
    }
  }

  @Override
  public void close() {
    Optional<NodeThread> running;
    synchronized (this) {
      closed = true;
      running = thread;
    }
    running.ifPresent(NodeThread::close);
  }
}
