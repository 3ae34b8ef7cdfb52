package dev.tributary.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Asks a node at an even pace, whether it answers or not; a late answer is counted from when it
 * should have been asked.
 */
final class RestLoad {
  private static final int ASKERS = 16;
  private static final double PERCENTILE = 0.99;

  private final URI node;
  private final List<String> paths;
  private final int perSecond;
  private final ConcurrentLinkedQueue<Double> millis = new ConcurrentLinkedQueue<>();
  private final AtomicLong errors = new AtomicLong();

  RestLoad(URI node, List<String> paths, int perSecond) {
    this.node = node;
    this.paths = List.copyOf(paths);
    this.perSecond = perSecond;
  }

  /** Returns when all answers are there. */
  void run(int seconds) throws InterruptedException {
    long start = System.nanoTime();
    List<Thread> askers = new ArrayList<>();
    for (int i = 0; i < ASKERS; i++) {
      int first = i;
      askers.add(new Thread(() -> askAll(first, seconds * perSecond, start), "asker-" + i));
    }
    askers.forEach(Thread::start);
    for (Thread asker : askers) {
      asker.join();
    }
  }

  /** Each asks every sixteenth question, so that no thread has to wake another one. */
  private void askAll(int first, int count, long start) {
    try (Asker asker = new Asker(node)) {
      for (int i = first; i < count; i += ASKERS) {
        long due = start + i * 1_000_000_000L / perSecond;
        TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
        ask(asker, paths.get(i % paths.size()));
        millis.add((System.nanoTime() - due) / 1e6);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new UncheckedIOException("a connection cannot be closed", e);
    }
  }

  private void ask(Asker asker, String path) {
    try {
      if (!asker.ask(path)) {
        errors.incrementAndGet();
      }
    } catch (IOException e) {
      errors.incrementAndGet();
    }
  }

  long errors() {
    return errors.get();
  }

  int requests() {
    return millis.size();
  }

  /** Milliseconds that 99 of 100 answers took at most. */
  double p99() {
    List<Double> sorted = millis.stream().sorted().toList();
    return sorted.get((int) Math.floor(PERCENTILE * (sorted.size() - 1)));
  }
}
