package dev.tributary.core.internal.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tributary.api.Json;
import dev.tributary.api.StateEntry;
import dev.tributary.api.StateStatistics.Invalidation;
import dev.tributary.api.StateWrite;
import dev.tributary.api.TargetUnavailable;
import dev.tributary.test.state.Heard;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The races and the times of a cache, one by one, on a table that waits for the test. */
final class NearCacheTest {
  private static final long NEVER = TimeUnit.DAYS.toNanos(1);

  private final FakeTable table = new FakeTable();
  private final AtomicLong now = new AtomicLong(1);
  private final Bell bell = new Bell();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private FeedFollower follower;
  private FollowedTable store;
  private NearCache cache;

  @BeforeEach
  void open() {
    open(CacheSettings.defaults());
  }

  private void open(CacheSettings settings) {
    // reads happen when the bell rings, and only then
    follower = new FeedFollower(table, bell, Pulse.every(NEVER), now::get, "feed-test");
    store = new FollowedTable(table, follower, bell, "test", () -> {});
    cache = new NearCache(store, settings, now::get);
  }

  @AfterEach
  void close() {
    threads.shutdownNow();
    cache.close();
    store.close();
  }

  @Test
  void oldAnswerDoesNotFollowNewerNewsIntoTheCache() {
    table.set("k", 1);
    table.beforeAnswer =
        () -> {
          table.beforeAnswer = () -> {};
          table.set("k", 2);
          readFeed();
        };
    assertThat(version("k")).isEqualTo(2);
    assertThat(version("k")).as("and it stays").isEqualTo(2);
    assertThat(table.finds).hasValue(1);
  }

  @Test
  void oldAnswerDoesNotBringADeletedEntryBack() {
    table.set("k", 1);
    table.beforeAnswer =
        () -> {
          table.beforeAnswer = () -> {};
          table.delete("k", 2);
          readFeed();
        };
    assertThat(cache.get("k")).isEmpty();
    assertThat(cache.get("k")).isEmpty();
  }

  @Test
  void oldAnswerDoesNotHideAnOwnWrite() {
    table.set("k", 1);
    table.beforeAnswer =
        () -> {
          table.beforeAnswer = () -> {};
          cache.write(StateWrite.put("k", new Json("2"), "me"), table::write);
        };
    assertThat(version("k")).isEqualTo(2);
    assertThat(version("k")).isEqualTo(2);
  }

  @Test
  void oldNewsDoesNotHideAnOwnWrite() {
    table.set("k", 1);
    version("k");
    table.set("k", 2);
    table.beforePage =
        () -> {
          table.beforePage = () -> {};
          cache.write(StateWrite.put("k", new Json("3"), "me"), table::write);
        };
    readFeed();
    assertThat(version("k")).isEqualTo(3);
  }

  @Test
  void manyReadersOfOneKeyAskOnce() throws Exception {
    table.set("k", 1);
    CountDownLatch all = new CountDownLatch(1);
    CountDownLatch asked = new CountDownLatch(1);
    table.beforeAnswer =
        () -> {
          asked.countDown();
          reached(all);
        };
    List<Future<Optional<StateEntry>>> readers = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      readers.add(threads.submit(() -> cache.get("k")));
    }
    reached(asked);
    await().until(() -> cache.statistics().misses() == 16);
    all.countDown();
    for (Future<Optional<StateEntry>> reader : readers) {
      assertThat(reader.get().orElseThrow().version()).isEqualTo(1);
    }
    assertThat(table.finds).hasValue(1);
  }

  @Test
  void failedQuestionFailsAllWhoWaitAndIsNotRemembered() {
    table.away = true;
    assertThatThrownBy(() -> cache.get("k")).isInstanceOf(TargetUnavailable.class);
    table.away = false;
    table.set("k", 1);
    assertThat(version("k")).isEqualTo(1);
  }

  @Test
  void expiredEntriesAreReadAgainInBatchesWhileTheOldAnswers() {
    for (int i = 0; i < 400; i++) {
      table.set("k" + i, 1);
      cache.get("k" + i);
    }
    int finds = table.finds.get();
    // behind the feed's back, as an administrator who deletes rows would
    table.rows.remove("k1");
    table.set("k2", 9);
    pass(Duration.ofSeconds(260));
    assertThat(version("k2")).as("not yet: 5 min less 10 %").isEqualTo(1);
    pass(Duration.ofSeconds(80));
    for (int i = 0; i < 400; i++) {
      assertThat(version("k" + i)).isPositive();
    }
    await()
        .untilAsserted(
            () ->
                assertThat(cache.statistics().invalidations())
                    .containsEntry(Invalidation.EXPIRED, 2L));
    assertThat(version("k2")).isEqualTo(9);
    assertThat(cache.get("k1")).isEmpty();
    assertThat(table.finds.get() - finds).as("one by one: only k1, which is gone").isEqualTo(1);
    assertThat(table.batches.get()).isLessThan(100);
  }

  @Test
  void deletedEntryIsForgottenAfterItsTime() {
    table.delete("k", 5);
    assertThat(cache.get("k")).isEmpty();
    table.set("k", 1); // purged, and written anew
    readFeed();
    pass(Duration.ofMinutes(6));
    assertThat(version("k")).isEqualTo(1);
  }

  @Test
  void staleAnswersEndAtTheirLimit() {
    table.set("k", 1);
    table.set("deleted", 1);
    version("k");
    table.delete("deleted", 2);
    cache.get("deleted");
    takeAway();
    pass(Duration.ofMinutes(59));
    StateEntry stale = cache.get("k").orElseThrow();
    assertThat(stale.stale()).isTrue();
    assertThat(stale.age()).isBetween(Duration.ofMinutes(59), Duration.ofMinutes(60));
    assertThatThrownBy(() -> cache.get("deleted"))
        .as("that there is nothing cannot be marked as stale")
        .isInstanceOf(TargetUnavailable.class);
    pass(Duration.ofMinutes(2));
    assertThatThrownBy(() -> cache.get("k")).isInstanceOf(TargetUnavailable.class);
    table.away = false;
    readFeed();
    assertThat(cache.get("k").orElseThrow().stale()).isFalse();
  }

  @Test
  void silentFeedMakesAnswersStaleToo() {
    table.set("k", 1);
    version("k");
    pass(Duration.ofDays(2));
    assertThatThrownBy(
            () -> {
              table.away = true;
              cache.get("k");
            })
        .isInstanceOf(TargetUnavailable.class);
  }

  @Test
  void anotherDatabaseReplacesEverythingThoughItsVersionsAreLower() {
    for (int i = 0; i < 50; i++) {
      table.set("k" + i, 7);
      cache.get("k" + i);
    }
    Heard heard = new Heard();
    store.watch("k1", heard);
    int finds = table.finds.get();
    table.rows.clear();
    table.set("k1", 3);
    table.identity = "second";
    readFeed();
    assertThat(version("k1")).isEqualTo(3);
    assertThat(cache.get("k1").orElseThrow().cached()).isTrue();
    assertThat(table.finds.get()).as("no stampede").isEqualTo(finds);
    assertThat(cache.get("k2")).isEmpty();
    assertThat(cache.statistics().invalidations()).containsEntry(Invalidation.NEW_GENERATION, 50L);
    await().untilAsserted(() -> assertThat(heard.lines()).contains("k1=3@3"));
  }

  @Test
  void answerOfTheOldDatabaseDoesNotEnterTheNewGeneration() {
    table.set("k", 7);
    table.beforeAnswer =
        () -> {
          table.beforeAnswer = () -> {};
          table.rows.clear();
          table.set("k", 2);
          table.identity = "second";
          readFeed();
        };
    cache.get("k");
    assertThat(version("k")).isEqualTo(2);
  }

  @Test
  void memoryIsBounded() {
    cache.close();
    store.close();
    open(CacheSettings.defaults().withMaxBytes(50_000));
    for (int i = 0; i < 1_000; i++) {
      table.set("k" + i, 1);
      cache.get("k" + i);
    }
    assertThat(cache.statistics().size()).isBetween(10L, 250L);
    assertThat(cache.statistics().invalidations().get(Invalidation.EVICTED)).isGreaterThan(700);
  }

  @Test
  void statisticsTellWhatHappened() {
    table.set("k", 1);
    version("k");
    version("k");
    version("k");
    table.set("k", 2);
    readFeed();
    pass(Duration.ofSeconds(3));
    assertThat(cache.statistics().hits()).isEqualTo(2);
    assertThat(cache.statistics().misses()).isEqualTo(1);
    assertThat(cache.statistics().invalidations()).containsEntry(Invalidation.CHANGED, 1L);
    assertThat(cache.statistics().lag()).isEqualTo(Duration.ofSeconds(3));
  }

  private long version(String key) {
    return cache.get(key).orElseThrow().version();
  }

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }

  /** Reads the feed as the follower does when it is rung, and waits for it. */
  private void readFeed() {
    follower.follow(news -> {});
  }

  private void takeAway() {
    table.away = true;
    readFeed();
  }

  private static void reached(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
