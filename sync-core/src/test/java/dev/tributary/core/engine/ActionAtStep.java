package dev.tributary.core.engine;

import java.sql.Connection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Something happens elsewhere right before the n-th step. */
final class ActionAtStep implements WatchedConnections.Watcher {
  private final int at;
  private final Runnable action;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final AtomicInteger steps = new AtomicInteger();

  ActionAtStep(int at, Runnable action) {
    this.at = at;
    this.action = action;
  }

  /** Whether the run had so many steps. */
  boolean happened() {
    return steps.get() >= at;
  }

  @Override
  public void opens() {
    count();
  }

  @Override
  public Object step(Connection connection, String text, WatchedConnections.Step step)
      throws Throwable {
    count();
    return step.take();
  }

  /** A thread of the run may still be at it when the run has failed already. */
  void awaitEnd() throws InterruptedException {
    if (happened()) {
      ended.await();
    }
  }

  private void count() {
    if (steps.incrementAndGet() == at) {
      try {
        // Elsewhere: the run may interrupt the thread that takes the step.
        CompletableFuture.runAsync(action).join();
      } finally {
        ended.countDown();
      }
    }
  }
}
