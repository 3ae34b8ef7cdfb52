package dev.tributary.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URL;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Asks a node at an even pace, whether it answers or not; a late answer is counted from when it
 * should have been asked.
 *
 * <p>Those who ask share the machine with the node. A blocking connection per asker costs a third
 * of the CPU that Java's newer HTTP client takes for the same requests.
 */
final class RestLoad {
  private static final int ASKERS = 16;
  private static final int PATIENCE_MILLIS = 10_000;
  private static final double PERCENTILE = 0.99;

  static {
    System.setProperty("http.maxConnections", Integer.toString(ASKERS));
  }

  private final List<String> urls;
  private final int perSecond;
  private final ConcurrentLinkedQueue<Double> millis = new ConcurrentLinkedQueue<>();
  private final AtomicLong errors = new AtomicLong();

  RestLoad(List<String> urls, int perSecond) {
    this.urls = List.copyOf(urls);
    this.perSecond = perSecond;
  }

  /** Returns when all answers are there. */
  void run(int seconds) throws InterruptedException {
    ExecutorService askers = Executors.newFixedThreadPool(ASKERS);
    long start = System.nanoTime();
    for (int i = 0; i < seconds * perSecond; i++) {
      long due = start + i * 1_000_000_000L / perSecond;
      TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
      String url = urls.get(i % urls.size());
      askers.execute(() -> ask(url, due));
    }
    askers.shutdown();
    if (!askers.awaitTermination(1, TimeUnit.MINUTES)) {
      throw new IllegalStateException("answers are missing after a minute");
    }
  }

  private void ask(String url, long due) {
    try {
      HttpURLConnection request = (HttpURLConnection) new URL(url).openConnection();
      request.setConnectTimeout(PATIENCE_MILLIS);
      request.setReadTimeout(PATIENCE_MILLIS);
      try (InputStream body = request.getInputStream()) {
        body.transferTo(OutputStream.nullOutputStream());
      }
      if (request.getResponseCode() != HttpURLConnection.HTTP_OK) {
        errors.incrementAndGet();
      }
    } catch (IOException e) {
      errors.incrementAndGet();
    }
    millis.add((System.nanoTime() - due) / 1e6);
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
