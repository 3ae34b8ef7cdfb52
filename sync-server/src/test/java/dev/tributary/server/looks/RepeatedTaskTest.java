package dev.tributary.server.looks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class RepeatedTaskTest {
  private static final Duration EVERY = Duration.ofMillis(1);

  @Test
  void goesOnAfterExceptionsAndErrors() throws InterruptedException {
    AtomicInteger runs = new AtomicInteger();
    CountDownLatch third = new CountDownLatch(1);
    Runnable failing =
        () -> {
          switch (runs.incrementAndGet()) {
            case 1 -> throw new IllegalStateException("a fault");
            case 2 -> throw new StackOverflowError();
            default -> third.countDown();
          }
        };
    try (RepeatedTask task = new RepeatedTask("sync-test-look", failing)) {
      task.begin(Duration.ZERO, EVERY);
      assertThat(third.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void runsNoMoreWhenItIsClosed() throws InterruptedException {
    CountDownLatch interrupted = new CountDownLatch(1);
    CountDownLatch begun = new CountDownLatch(1);
    AtomicInteger runs = new AtomicInteger();
    Runnable waiting =
        () -> {
          runs.incrementAndGet();
          begun.countDown();
          try {
            TimeUnit.MINUTES.sleep(1);
          } catch (InterruptedException e) {
            interrupted.countDown();
          }
        };
    RepeatedTask task = new RepeatedTask("sync-test-look", waiting);
    task.begin(Duration.ZERO, EVERY);
    assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
    task.close();
    task.close();
    assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(runs).hasValue(1);
  }
}
