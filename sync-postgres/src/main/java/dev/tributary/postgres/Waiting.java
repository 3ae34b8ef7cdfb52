package dev.tributary.postgres;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;

/** Waits for another process to get somewhere, by looking often. */
final class Waiting {
  private static final Duration INTERVAL = Duration.ofMillis(10);

  private Waiting() {}

  /** Something to look at that may fail to be read. */
  interface Condition {
    boolean holds() throws IOException;
  }

  /** Whether the condition came to hold in time. */
  static boolean until(Condition condition, Duration patience) throws IOException {
    long start = System.nanoTime();
    while (!condition.holds()) {
      if (System.nanoTime() - start > patience.toNanos()) {
        return false;
      }
      pause();
    }
    return true;
  }

  private static void pause() throws InterruptedIOException {
    try {
      Thread.sleep(INTERVAL.toMillis());
    } catch (InterruptedException e) {
      throw Command.interrupted("waiting for PostgreSQL");
    }
  }
}
