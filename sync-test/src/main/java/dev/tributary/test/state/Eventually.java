package dev.tributary.test.state;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Asserts what becomes true by itself. */
final class Eventually {
  private static final long STEP_MS = 10;

  private Eventually() {}

  /** Repeats the assertion until it holds; fails as it fails when the time is over. */
  static void within(Duration time, Runnable assertion) {
    long end = System.nanoTime() + time.toNanos();
    while (true) {
      try {
        assertion.run();
        return;
      } catch (AssertionError e) {
        if (System.nanoTime() - end > 0) {
          throw e;
        }
      }
      pause();
    }
  }

  private static void pause() {
    try {
      new CountDownLatch(1).await(STEP_MS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
