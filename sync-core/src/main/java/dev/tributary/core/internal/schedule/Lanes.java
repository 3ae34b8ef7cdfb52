package dev.tributary.core.internal.schedule;

import dev.tributary.api.NodeId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The threads that run what is ready, a bounded number of them. */
final class Lanes {
  private static final Logger LOG = LoggerFactory.getLogger(Lanes.class);

  private final ReadyQueue queue;
  private final Consumer<Work> runs;
  private final List<Thread> threads;
  private final AtomicLong failures = new AtomicLong();

  Lanes(int count, NodeId node, ReadyQueue queue, Consumer<Work> runs) {
    this.queue = queue;
    this.runs = runs;
    this.threads =
        IntStream.rangeClosed(1, count)
            .mapToObj(i -> new Thread(this::runUntilClosed, "sync-lane" + i + "-" + node))
            .toList();
    threads.forEach(thread -> thread.setDaemon(true));
  }

  void start() {
    threads.forEach(Thread::start);
  }

  private void runUntilClosed() {
    try {
      for (Optional<Work> next = queue.take(); next.isPresent(); next = queue.take()) {
        runOne(next.get());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void runOne(Work work) {
    try {
      runs.accept(work);
    } catch (Throwable e) {
      failures.incrementAndGet();
      LOG.error("client {}: its lane goes on without it", work.client(), e);
    } finally {
      queue.done(work);
    }
  }

  /** Runs that failed outside of any bookkeeping. */
  long failures() {
    return failures.get();
  }

  /** Waits until the runs under way are over; true: all are. */
  boolean drain(Duration patience) throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    for (Thread thread : threads) {
      long left = Math.max(1, (end - System.nanoTime()) / 1_000_000);
      thread.join(left);
    }
    return threads.stream().noneMatch(Thread::isAlive);
  }

  void interrupt() {
    threads.forEach(Thread::interrupt);
  }
}
