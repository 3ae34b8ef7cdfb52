package dev.tributary.core.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tributary.api.Json;
import dev.tributary.api.NodeId;
import dev.tributary.api.StateStore;
import dev.tributary.api.StateWrite;
import dev.tributary.core.FeedMode;
import dev.tributary.core.PostgresStateStore;
import dev.tributary.core.TestBuilders;
import dev.tributary.core.internal.state.StateSettings;
import dev.tributary.test.state.Heard;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How one node hears of another's writes in PostgreSQL. */
final class StateFeedTest {
  private static StateDatabase database;
  private static SmallPool pool;

  @BeforeAll
  static void install() {
    database = StateDatabase.create();
    pool = new SmallPool(database.connections(StateDatabase.CLUSTER));
  }

  @AfterAll
  static void drop() {
    pool.close();
    database.close();
  }

  private static PostgresStateStore node(String name, Predicate<String> heard) {
    return TestBuilders.store(
            StateSettings.defaults()
                .withIntervals(Duration.ofMinutes(5), Duration.ofMillis(500))
                .withHeard(heard))
        .connections(pool)
        .listening(database.connections(StateDatabase.CLUSTER))
        .cluster(StateDatabase.CLUSTER)
        .node(new NodeId(name))
        .open();
  }

  @Test
  void aSlowTransactionIsNotMissed() throws SQLException {
    try (PostgresStateStore reader = node("reader", all -> true);
        Connection slow = database.database().connect();
        Statement statement = slow.createStatement()) {
      Heard heard = new Heard();
      reader.watch("feed.", heard);
      slow.setAutoCommit(false);
      statement.execute(
          "INSERT INTO sync_metadata.state (cluster_name, key, value)"
              + " VALUES ('default', 'feed.slow', '1')");
      for (int i = 0; i < 5; i++) {
        put(reader, "feed.quick", "" + i);
        int version = i + 1;
        await()
            .untilAsserted(
                () -> assertThat(heard.last().get("feed.quick").version()).isEqualTo(version));
      }
      slow.commit();
      put(reader, "feed.last", "1");
      await().untilAsserted(() -> assertThat(heard.last()).containsKeys("feed.slow", "feed.last"));
      assertThat(heard.lines()).as("each version once").doesNotHaveDuplicates();
    }
  }

  @Test
  void notificationsThatComeThroughAreTrusted() {
    AtomicInteger heard = new AtomicInteger();
    try (PostgresStateStore store = node("listens", payload -> heard.incrementAndGet() > 0)) {
      store.watch("", entry -> {});
      await().until(() -> store.mode() == FeedMode.LISTEN);
    }
  }

  @Test
  void silentNotificationsAreFoundOutAndPollingTellsTheTruth() {
    AtomicBoolean deaf = new AtomicBoolean(true);
    try (PostgresStateStore reader = node("deaf", payload -> !deaf.get());
        PostgresStateStore writer = node("writer", all -> true)) {
      Heard heard = new Heard();
      reader.watch("deaf.", heard);
      put(writer, "deaf.1", "1");
      await()
          .atMost(Duration.ofSeconds(3))
          .untilAsserted(() -> assertThat(heard.lines()).containsExactly("deaf.1=1@1"));
      assertThat(reader.mode()).isEqualTo(FeedMode.POLL);
    }
  }

  @Test
  void aLostListeningConnectionIsReplaced() {
    try (PostgresStateStore reader = node("torn", all -> true);
        PostgresStateStore writer = node("writer", all -> true)) {
      Heard heard = new Heard();
      reader.watch("torn.", heard);
      await().until(() -> reader.mode() == FeedMode.LISTEN);
      database.execute(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%'");
      await().until(() -> reader.mode() == FeedMode.POLL);
      put(writer, "torn.1", "1");
      await().untilAsserted(() -> assertThat(heard.lines()).containsExactly("torn.1=1@1"));
      await().until(() -> reader.mode() == FeedMode.LISTEN);
    }
  }

  @Test
  void manyWritesNotifyFewTimesAndNothingIsLost() {
    AtomicInteger notifications = new AtomicInteger();
    try (PostgresStateStore reader =
            node(
                "reader",
                payload -> payload.startsWith("canary") || notifications.incrementAndGet() > 0);
        PostgresStateStore writer = node("writer", all -> true)) {
      Heard heard = new Heard();
      reader.watch("many.", heard);
      await().until(() -> reader.mode() == FeedMode.LISTEN);
      long began = System.nanoTime();
      for (int i = 1; i <= 400; i++) {
        put(writer, "many.key", "" + i);
      }
      long seconds = 1 + (System.nanoTime() - began) / 1_000_000_000L;
      await()
          .untilAsserted(() -> assertThat(heard.last().get("many.key").version()).isEqualTo(400));
      assertThat(notifications.get()).isLessThan((int) (62 * (seconds + 1)));
    }
  }

  @Test
  void closingEndsAllThreadsAndMayBeRepeated() {
    PostgresStateStore store = node("ends", all -> true);
    store.close();
    store.close();
    PostgresStateStore watched = node("ends2", all -> true);
    watched.watch("", entry -> {});
    for (int i = 0; i < 60; i++) {
      put(watched, "ends", "1");
    }
    assertThat(threads("-ends2"))
        .contains("sync-state-feed-ends2", "sync-state-listen-ends2", "sync-state-watch-1-ends2");
    watched.close();
    watched.close();
    await().untilAsserted(() -> assertThat(threads("-ends2")).isEmpty());
  }

  private static java.util.List<String> threads(String ending) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().endsWith(ending))
        .peek(thread -> assertThat(thread.isDaemon()).isTrue())
        .map(Thread::getName)
        .toList();
  }

  private static void put(StateStore store, String key, String json) {
    store.write(StateWrite.put(key, new Json(json), "test"));
  }
}
