package dev.tributary.core.internal.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tributary.api.StateEntry;
import dev.tributary.test.state.Heard;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Faults that nobody foresaw, a pool's own exception or an error, end no thread of the store. */
final class StateFaultsTest {
  private static final long NEVER = TimeUnit.DAYS.toNanos(1);

  private final FakeTable table = new FakeTable();
  private final AtomicLong now = new AtomicLong(1);
  private final Bell bell = new Bell();
  private FollowedTable store;
  private NearCache cache;

  @BeforeEach
  void open() {
    FeedFollower follower =
        new FeedFollower(table, bell, Pulse.every(NEVER), now::get, "feed-faults");
    store = new FollowedTable(table, follower, bell, "faults", () -> {});
    cache = new NearCache(store, CacheSettings.defaults(), now::get);
  }

  @AfterEach
  void close() {
    cache.close();
    store.close();
  }

  @Test
  void feedIsReadAgainAfterAFaultOfItsReader() {
    Heard heard = new Heard();
    store.watch("", heard);
    AtomicInteger read = new AtomicInteger();
    table.beforePage =
        () -> {
          if (read.incrementAndGet() == 1) {
            throw new IllegalStateException("this pool is closed for a moment");
          }
        };
    table.set("k", 1);
    bell.ring();
    await().until(() -> read.get() == 1);
    now.addAndGet(TimeUnit.SECONDS.toNanos(2));
    bell.ring();
    await().untilAsserted(() -> assertThat(heard.lines()).containsExactly("k=1@1"));
  }

  @Test
  void cacheSaysStaleWhileTheReaderOfTheFeedIsAtFault() {
    table.set("k", 1);
    cache.get("k");
    assertThat(cache.get("k").orElseThrow().stale()).isFalse();
    table.beforePage =
        () -> {
          throw new IllegalStateException("this pool is closed");
        };
    bell.ring();
    await().until(() -> cache.get("k").orElseThrow().stale());
  }

  @Test
  void entriesAreReadAgainAfterAFaultOfTheReader() {
    table.set("k", 1);
    cache.get("k");
    AtomicInteger asked = new AtomicInteger();
    table.beforeAnswer =
        () -> {
          if (asked.incrementAndGet() == 1) {
            throw new IllegalStateException("this pool is closed for a moment");
          }
        };
    table.set("k", 2);
    now.addAndGet(Duration.ofMinutes(6).toNanos());
    await().until(() -> cache.get("k").orElseThrow().version() == 2);
  }

  @Test
  void watchGoesOnAfterAnErrorOfItsListener() {
    CountDownLatch second = new CountDownLatch(1);
    store.watch(
        "",
        entry -> {
          if (entry.version() == 1) {
            throw new AssertionError("a listener of somebody");
          }
          second.countDown();
        });
    table.set("k", 1);
    bell.ring();
    await()
        .untilAsserted(
            () -> {
              table.set("k", 2);
              bell.ring();
              assertThat(second.await(50, TimeUnit.MILLISECONDS)).isTrue();
            });
  }

  @Test
  void errorOfOneReaderHangsNoOther() throws Exception {
    table.set("k", 1);
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch fail = new CountDownLatch(1);
    table.beforeAnswer =
        () -> {
          table.beforeAnswer = () -> {};
          asked.countDown();
          reached(fail);
          throw new StackOverflowError("deep in a driver");
        };
    FutureTask<Optional<StateEntry>> first = inBackground();
    reached(asked);
    FutureTask<Optional<StateEntry>> waiting = inBackground();
    await().until(() -> cache.statistics().misses() == 2);
    fail.countDown();
    assertThatThrownBy(() -> first.get(5, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(StackOverflowError.class);
    assertThatThrownBy(() -> waiting.get(5, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class);
    assertThat(inBackground().get(5, TimeUnit.SECONDS).orElseThrow().version()).isEqualTo(1);
  }

  private FutureTask<Optional<StateEntry>> inBackground() {
    FutureTask<Optional<StateEntry>> task = new FutureTask<>(() -> cache.get("k"));
    Thread thread = new Thread(task, "reader");
    thread.setDaemon(true);
    thread.start();
    return task;
  }

  private static void reached(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The canary comes back between the read and the wait for the next one. */
  @Test
  void answersStayLiveUntilTheNextReadIsDue() {
    AtomicInteger asked = new AtomicInteger();
    Pulse quickens =
        new Pulse() {
          @Override
          public long interval() {
            return asked.getAndIncrement() < 1 ? TimeUnit.MILLISECONDS.toNanos(1) : NEVER;
          }

          @Override
          public void afterRead() {}
        };
    FeedFollower follower = new FeedFollower(table, new Bell(), quickens, now::get, "feed-canary");
    AtomicInteger reads = new AtomicInteger();
    table.beforePage = reads::incrementAndGet;
    follower.follow(news -> {});
    now.addAndGet(TimeUnit.SECONDS.toNanos(10));
    try {
      await().untilAsserted(() -> assertThat(follower.health().live(now.get())).isTrue());
    } finally {
      follower.close();
    }
  }
}
