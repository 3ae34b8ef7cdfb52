package dev.tributary.server.demo;

import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** People who click: small transactions on a thread of their own until it is stopped. */
final class LiveWriter {
  private static final long PAUSE_MILLIS = 10;

  private final AppFile file;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final Thread thread = new Thread(this::write, "demo-app-writer");

  // Written by the writer's thread, read after it has ended
  private long writes;
  private long slowestNanos;
  private Optional<Exception> failure = Optional.empty();

  LiveWriter(AppFile file) {
    this.file = file;
  }

  void start() {
    thread.start();
  }

  private void write() {
    try {
      do {
        long start = System.nanoTime();
        file.click();
        slowestNanos = Math.max(slowestNanos, System.nanoTime() - start);
        writes++;
      } while (!stop.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS));
    } catch (SQLException | InterruptedException e) {
      failure = Optional.of(e);
    }
  }

  /** Waits for the last transaction. */
  String stop() throws InterruptedException {
    stop.countDown();
    thread.join();
    if (failure.isPresent()) {
      return "failed the app could not write: " + failure.get().getMessage();
    }
    return "ok " + writes + " " + slowestNanos / 1_000;
  }
}
