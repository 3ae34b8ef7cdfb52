package dev.tributary.spring;

import dev.tributary.api.FencingToken;

/**
 * One call that runs on behalf of a term. An interrupt meant for it never reaches what its thread
 * does next.
 */
final class LeaderWork {
  private final FencingToken token;
  private final Thread thread = Thread.currentThread();
  // Guarded by this
  private boolean over;
  private boolean interrupted;

  LeaderWork(FencingToken token) {
    this.token = token;
  }

  FencingToken token() {
    return token;
  }

  synchronized void interrupt() {
    if (!over && !interrupted) {
      interrupted = true;
      thread.interrupt();
    }
  }

  boolean isOfThisThread() {
    return thread == Thread.currentThread();
  }

  synchronized boolean wasInterrupted() {
    return interrupted;
  }

  /** On the thread of the call, at its end. */
  synchronized void end() {
    over = true;
    if (interrupted) {
      Thread.interrupted();
    }
    notifyAll();
  }

  /**
   * @param deadline as of {@link System#nanoTime}
   * @return whether it is over
   */
  synchronized boolean awaitEnd(long deadline) throws InterruptedException {
    long left = deadline - System.nanoTime();
    while (!over && left > 0) {
      // At least a millisecond: zero would wait for ever.
      wait(Math.max(1, left / 1_000_000));
      left = deadline - System.nanoTime();
    }
    return over;
  }
}
