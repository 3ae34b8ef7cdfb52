package dev.tributary.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tributary.api.ClientName;
import dev.tributary.api.ClusterName;
import dev.tributary.api.ConnectionSource;
import dev.tributary.core.SyncClients;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class DeclaredClientsTest {
  private static final String ROW =
      "SELECT source_path || ' ' || sync_interval || ' ' || sync_enabled || ' ' || status"
          + " FROM sync_metadata.client_deployments WHERE client_name = 'acme'";

  private Installed installed;

  @BeforeEach
  void install() {
    installed = Installed.fresh();
  }

  @AfterEach
  void drop() {
    installed.close();
  }

  private DeclaredClients declared(String source, String interval) {
    return declared(source, interval, this::connect);
  }

  private static DeclaredClients declared(
      String source, String interval, ConnectionSource connections) {
    return new DeclaredClients(
        List.of(
            new TributaryProperties.Client("acme", source, Duration.parse("PT" + interval), "")),
        new SyncClients(connections, new ClusterName(Installed.CLUSTER)),
        new NodeView(connections, Installed.CLUSTER),
        Duration.ofMillis(10));
  }

  private Connection connect() throws SQLException {
    return installed.database().connectAs(installed.role(), Installed.PASSWORD);
  }

  /** As while a DataSource of the application is not ready. */
  @Test
  void clientsAreRegisteredOnceTheDatabaseAnswersWhateverItThrewBefore() {
    AtomicInteger asked = new AtomicInteger();
    DeclaredClients late =
        declared(
            "/data/acme.db",
            "90S",
            () ->
                switch (asked.incrementAndGet()) {
                  case 1, 4 -> throw new SQLException("away", "08006");
                  case 2 -> throw new IllegalStateException("no DataSource for this key");
                  case 3 -> throw new NoClassDefFoundError("sick for a moment");
                  default -> connect();
                });
    late.begin();
    assertThat(late.problem().orElseThrow()).contains("not registered yet");
    await().until(() -> late.problem().isEmpty());
    assertThat(installed.ask(ROW)).contains("/data/acme.db 90 true active");
    late.close();
  }

  @Test
  void closeWaitsForWhatItIsTrying() throws Exception {
    CountDownLatch trying = new CountDownLatch(1);
    AtomicBoolean over = new AtomicBoolean();
    AtomicInteger asked = new AtomicInteger();
    DeclaredClients late =
        declared(
            "/data/acme.db",
            "90S",
            () -> {
              if (asked.incrementAndGet() == 1) {
                throw new SQLException("away", "08006");
              }
              trying.countDown();
              try {
                new CountDownLatch(1).await();
              } catch (InterruptedException e) {
                over.set(true);
              }
              throw new SQLException("interrupted", "08006");
            });
    late.begin();
    trying.await();
    late.close();
    assertThat(over).isTrue();
    assertThat(asked).hasValue(2);
  }

  @Test
  void aNewClientIsRegisteredAndStarted() {
    declared("/data/acme.db", "90S").begin();
    assertThat(installed.ask(ROW)).contains("/data/acme.db 90 true active");
  }

  @Test
  void anotherIntervalIsPutInForce() {
    declared("/data/acme.db", "90S").begin();
    declared("/data/acme.db", "60S").begin();
    assertThat(installed.ask(ROW)).contains("/data/acme.db 60 true active");
  }

  @Test
  void whatAPersonPausedStaysPaused() throws SQLException {
    declared("/data/acme.db", "90S").begin();
    new SyncClients(installed.database().connections(), new ClusterName(Installed.CLUSTER))
        .pause(new ClientName("acme"), "ann");
    declared("/data/acme.db", "90S").begin();
    assertThat(installed.ask(ROW)).contains("/data/acme.db 90 false paused");
  }

  @Test
  void anotherFileForAKnownNameIsRefused() {
    declared("/data/acme.db", "90S").begin();
    assertThatThrownBy(() -> declared("/data/other.db", "90S").begin())
        .isInstanceOf(CannotStart.class)
        .hasMessageContaining("/data/acme.db")
        .hasMessageContaining("/data/other.db");
  }

  /** Two instances that start for the first time in the same moment. */
  @Test
  void manyThatRegisterTheSameClientAtOnceAllSucceed() throws Exception {
    int nodes = 4;
    ExecutorService threads = Executors.newFixedThreadPool(nodes);
    try {
      for (int round = 0; round < 5; round++) {
        CyclicBarrier together = new CyclicBarrier(nodes);
        List<Future<?>> starts = new ArrayList<>();
        for (int node = 0; node < nodes; node++) {
          starts.add(
              threads.submit(
                  () -> {
                    together.await();
                    declared("/data/acme.db", "90S").begin();
                    return null;
                  }));
        }
        for (Future<?> start : starts) {
          start.get();
        }
        assertThat(installed.ask(ROW)).contains("/data/acme.db 90 true active");
        forget();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private void forget() throws SQLException {
    try (Connection administrator = installed.database().connect();
        Statement statement = administrator.createStatement()) {
      statement.execute("DELETE FROM sync_metadata.client_deployments");
      statement.execute("DROP SCHEMA client_acme CASCADE");
    }
  }
}
