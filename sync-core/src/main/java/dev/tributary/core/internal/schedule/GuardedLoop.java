package dev.tributary.core.internal.schedule;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A daemon thread that does the same again and again until it is stopped. A turn that fails is
 * counted and told, without filling the log, and the loop lives on.
 */
final class GuardedLoop {
  private static final Logger LOG = LoggerFactory.getLogger(GuardedLoop.class);

  private final Thread thread;
  private final Runnable turn;
  private final Duration pause;
  private final AtomicLong turns = new AtomicLong();
  private final AtomicLong failures = new AtomicLong();
  private final Complaint complaint = new Complaint();

  // Both guarded by this
  private boolean woken;
  private boolean stopped;

  /**
   * @param pause between two turns, unless it is woken
   */
  GuardedLoop(String name, Runnable turn, Duration pause) {
    this.thread = new Thread(this::runUntilStopped, name);
    this.thread.setDaemon(true);
    this.turn = turn;
    this.pause = pause;
  }

  void start() {
    thread.start();
  }

  private void runUntilStopped() {
    try {
      do {
        takeTurn();
      } while (awaitNextTurn());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void takeTurn() {
    try {
      turn.run();
      if (complaint.isOver()) {
        LOG.info("{}: goes on, after {} failures since its start", thread.getName(), failures);
      }
    } catch (Throwable e) {
      failures.incrementAndGet();
      if (complaint.isWorthALine(e, System.nanoTime())) {
        LOG.warn("{}: {}", thread.getName(), e.getMessage());
      }
      LOG.debug("{}: where it happened", thread.getName(), e);
    } finally {
      turns.incrementAndGet();
    }
  }

  /** False when there is none. */
  private synchronized boolean awaitNextTurn() throws InterruptedException {
    long end = System.nanoTime() + pause.toNanos();
    for (long left = pause.toNanos(); !woken && !stopped && left > 0; ) {
      wait(left / 1_000_000, (int) (left % 1_000_000));
      left = end - System.nanoTime();
    }
    woken = false;
    return !stopped;
  }

  /** The next turn begins at once. */
  synchronized void wake() {
    woken = true;
    notifyAll();
  }

  /** No new turn begins; does not wait for the one under way. */
  synchronized void stop() {
    stopped = true;
    notifyAll();
  }

  /** Waits for the turn under way; false when it takes longer, and was interrupted. */
  boolean join(Duration patience) throws InterruptedException {
    thread.join(Math.max(1, patience.toMillis()));
    if (thread.isAlive()) {
      thread.interrupt();
      return false;
    }
    return true;
  }

  long turns() {
    return turns.get();
  }

  long failures() {
    return failures.get();
  }
}
