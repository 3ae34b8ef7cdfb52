package dev.tributary.benchmarks;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Asks a node at an even pace, whether it answers or not; a late answer is counted from when it
 * should have been asked.
 */
final class RestLoad {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final double PERCENTILE = 0.99;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
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
    int requests = seconds * perSecond;
    CountDownLatch open = new CountDownLatch(requests);
    long start = System.nanoTime();
    for (int i = 0; i < requests; i++) {
      long due = start + i * 1_000_000_000L / perSecond;
      TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
      ask(urls.get(i % urls.size()), due, open);
    }
    open.await();
  }

  private void ask(String url, long due, CountDownLatch open) {
    HttpRequest request = HttpRequest.newBuilder(URI.create(url)).timeout(PATIENCE).build();
    client
        .sendAsync(request, HttpResponse.BodyHandlers.discarding())
        .whenComplete(
            (answer, failure) -> {
              if (failure != null || answer.statusCode() != 200) {
                errors.incrementAndGet();
              }
              millis.add((System.nanoTime() - due) / 1e6);
              open.countDown();
            });
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
