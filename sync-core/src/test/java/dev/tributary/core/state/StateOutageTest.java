package dev.tributary.core.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tributary.api.Json;
import dev.tributary.api.StateEntry;
import dev.tributary.api.StateStore;
import dev.tributary.api.StateWrite;
import dev.tributary.api.TargetUnavailable;
import dev.tributary.core.CachingStateStore;
import dev.tributary.test.PostgresServer;
import dev.tributary.test.state.Heard;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The database is away, crashes, and comes back. */
final class StateOutageTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static PostgresServer server;
  private StateDatabase database;
  private CachedStores stores;

  @BeforeAll
  static void start() {
    server = PostgresServer.dedicated();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void install() {
    database = StateDatabase.on(server);
    stores = database.emptyStores().caching();
  }

  @AfterEach
  void close() {
    stores.close();
    database.close();
  }

  @Test
  void staleAnswersSaySoAndWritesFail() {
    CachingStateStore store = stores.cached();
    put(store, "a.known", "1");
    put(store, "a.listed", "2");
    assertThat(store.list("a.")).hasSize(2);
    StateEntry fresh = store.get("a.known").orElseThrow();
    assertThat(fresh.cached()).isTrue();
    assertThat(fresh.stale()).isFalse();

    server.crash();
    await().atMost(PATIENCE).until(() -> store.get("a.known").orElseThrow().stale());
    StateEntry stale = store.get("a.known").orElseThrow();
    assertThat(stale.value().text()).isEqualTo("1");
    assertThat(stale.age()).isPositive().isLessThan(PATIENCE.plusSeconds(5));
    assertThat(store.list("a.")).hasSize(2).allMatch(StateEntry::stale);
    assertThatThrownBy(() -> store.get("never read")).isInstanceOf(TargetUnavailable.class);
    assertThatThrownBy(() -> store.list("never listed")).isInstanceOf(TargetUnavailable.class);
    assertThatThrownBy(() -> put(store, "a.known", "3")).isInstanceOf(TargetUnavailable.class);
    assertThat(store.statistics().staleAnswers()).isGreaterThanOrEqualTo(4);
    assertThat(store.statistics().lag()).isPositive();

    server.restart();
    await().atMost(PATIENCE).until(() -> !store.get("a.known").orElseThrow().stale());
    assertThat(store.get("a.known").orElseThrow().value().text()).isEqualTo("1");
    assertThat(put(store, "a.known", "4").version()).isEqualTo(2);
  }

  @Test
  void whatOthersWroteMeanwhileIsSeenAfterwards() {
    CachingStateStore store = stores.cached();
    put(store, "k", "1");
    put(store, "gone", "1");
    Heard heard = new Heard();
    store.watch("", heard);
    server.crash();
    await().atMost(PATIENCE).until(() -> store.get("k").orElseThrow().stale());
    server.restart();
    database.execute("UPDATE sync_metadata.state SET value = '2', version = 2 WHERE key = 'k'");
    database.execute(
        "UPDATE sync_metadata.state SET value = NULL, version = 2, deleted = true"
            + " WHERE key = 'gone'");
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              assertThat(store.get("k").orElseThrow().value().text()).isEqualTo("2");
              assertThat(store.get("k").orElseThrow().stale()).isFalse();
              assertThat(store.get("gone")).isEmpty();
            });
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(heard.lines()).contains("k=2@2", "gone-@2"));
  }

  @Test
  void aFrozenServerIsAnOutageToo() {
    CachingStateStore store = stores.cached();
    put(store, "k", "1");
    server.freeze();
    try {
      assertThatThrownBy(() -> store.get("never read")).isInstanceOf(TargetUnavailable.class);
      await().atMost(PATIENCE).until(() -> store.get("k").orElseThrow().stale());
    } finally {
      server.thaw();
    }
    await().atMost(PATIENCE).until(() -> !store.get("k").orElseThrow().stale());
  }

  @Test
  void sessionsThatAreEndedComeBackByThemselves() {
    CachingStateStore store = stores.cached();
    StateStore writer = stores.node();
    put(writer, "k", "1");
    assertThat(store.get("k")).isPresent();
    database.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            + " WHERE usename LIKE 'state_%' AND pid <> pg_backend_pid()");
    await().atMost(PATIENCE).ignoreExceptions().until(() -> put(writer, "k", "2").version() >= 2);
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(store.get("k").orElseThrow().value().text()).isEqualTo("2"));
  }

  @Test
  void noAcknowledgedWriteIsLostAndNoneThatWasLostIsAcknowledged() throws Exception {
    campaign(3, 500);
  }

  @Test
  @Tag("long")
  void theSameWhenTheDatabaseIsLostForAMinute() throws Exception {
    campaign(3, 60_000);
  }

  /** Crashes while writers write; each write is either known to be there, or known not to be. */
  private void campaign(int crashes, long awayMs) throws Exception {
    List<AckedWriter> writers =
        List.of(new AckedWriter(stores.node(), "w0"), new AckedWriter(stores.node(), "w1"));
    writers.forEach(AckedWriter::start);
    for (int i = 0; i < crashes; i++) {
      int wanted = writers.get(0).acknowledged() + 30;
      await().atMost(PATIENCE).until(() -> writers.get(0).acknowledged() >= wanted);
      server.crash();
      new CountDownLatch(1).await(awayMs, TimeUnit.MILLISECONDS);
      server.restart();
    }
    int wanted = writers.get(0).acknowledged() + 30;
    await().atMost(PATIENCE).until(() -> writers.get(0).acknowledged() >= wanted);
    for (AckedWriter writer : writers) {
      writer.stop();
      writer.check(stores.node());
    }
  }

  private static StateEntry put(StateStore store, String key, String json) {
    return store.write(StateWrite.put(key, new Json(json), "test")).orElseThrow();
  }
}
