package dev.tributary.server.demo;

import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waits a moment; ends at once when the process is told to end. */
final class Pause {
  private Pause() {}

  static void of(Duration moment) throws InterruptedIOException {
    try {
      new CountDownLatch(1).await(moment.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }
}
