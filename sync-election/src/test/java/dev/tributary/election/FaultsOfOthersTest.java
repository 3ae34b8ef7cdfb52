package dev.tributary.election;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.tributary.api.ClusterName;
import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.api.ConnectionSource;
import dev.tributary.api.Leadership;
import dev.tributary.api.LeadershipListener;
import dev.tributary.api.LossReason;
import dev.tributary.api.NodeId;
import dev.tributary.api.TargetUnavailable;
import dev.tributary.test.PostgresServer;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an application does wrong around the election costs it nothing but that. */
final class FaultsOfOthersTest {
  private static final Duration SOON = Duration.ofSeconds(10);

  private static TestLeases leases;

  @BeforeAll
  static void makeDatabase() {
    leases = new TestLeases(PostgresServer.shared());
  }

  @AfterAll
  static void dropDatabase() {
    leases.close();
  }

  @BeforeEach
  void forget() throws Exception {
    leases.run("DELETE FROM sync_metadata.leader_election");
  }

  /** As when memory runs out for a moment, or a class is missing in one way to connect. */
  @Test
  void connectionsThatFailWithAnErrorEndNoThread() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    ConnectionSource sick =
        () -> {
          if (asked.incrementAndGet() <= 6) {
            throw new NoClassDefFoundError("sick for a moment");
          }
          return leases.direct().connect();
        };
    try (PostgresLeaderElector elector = leases.node("a").connections(sick).start()) {
      assertThat(elector.await(SOON).isValid()).isTrue();
      Waiting.until(SOON, () -> elector.mode() == ElectionMode.LISTEN);
      Waiting.until(SOON, () -> elector.state().held().filter(Held::wasSeen).isPresent());
    }
  }

  @Test
  void decidingThreadGoesOnAfterAnError() throws Exception {
    ElectorThread deciding = new ElectorThread(ElectorRuntime.newClock());
    Thread thread = new Thread(deciding, "deciding");
    thread.setDaemon(true);
    thread.setUncaughtExceptionHandler((self, e) -> {});
    thread.start();
    deciding.execute(
        () -> {
          throw new OutOfMemoryError("unable to create native thread");
        });
    CountDownLatch goesOn = new CountDownLatch(1);
    deciding.execute(goesOn::countDown);
    assertThat(goesOn.await(5, TimeUnit.SECONDS)).isTrue();
    thread.interrupt();
  }

  @Test
  void listenerThatFailsWithAnErrorDoesNotKeepTheLease() throws Exception {
    LeadershipListener broken =
        new LeadershipListener() {
          @Override
          public void lost(Leadership leadership, LossReason reason) {
            throw new AssertionError("a listener of somebody");
          }
        };
    try (PostgresLeaderElector first = leases.node("first").listener(broken).start()) {
      first.await(SOON);
      try (PostgresLeaderElector second = leases.node("second").start()) {
        Waiting.until(SOON, () -> second.state().watch().read());
        first.resign();
        assertThat(second.await(Duration.ofSeconds(5)).isValid()).isTrue();
      }
      first.await(SOON);
    }
    assertThat(
            leases.one("SELECT expires_at <= clock_timestamp() FROM sync_metadata.leader_election"))
        .isEqualTo("t");
  }

  /** A pool may hand out a connection with the transaction that it came back with. */
  @Test
  void workThatFailsWithAnErrorLeavesNoTransactionBehind() throws Exception {
    leases.run("CREATE TABLE IF NOT EXISTS note (body text)");
    try (Connection pooled = leases.database().connect();
        PostgresLeaderElector elector = leases.node("a").work(() -> unclosed(pooled)).start()) {
      Leadership leadership = elector.await(SOON);
      Throwable failure =
          catchThrowable(
              () ->
                  leadership.callFenced(
                      connection -> {
                        try (Statement statement = connection.createStatement()) {
                          statement.execute("INSERT INTO note VALUES ('unfenced')");
                        }
                        throw new StackOverflowError("work of somebody");
                      }));
      assertThat(failure).isInstanceOf(StackOverflowError.class);
      assertThat(pooled.getAutoCommit()).isTrue();
      assertThat(leases.one("SELECT count(*) FROM note")).isEqualTo("0");
    }
  }

  @Test
  void workThatCannotBeginLeavesItsConnectionAsItWas() throws Exception {
    try (Connection pooled = leases.database().connect();
        PostgresLeaderElector elector = leases.node("a").work(() -> sick(pooled)).start()) {
      Leadership leadership = elector.await(SOON);
      assertThatThrownBy(() -> leadership.callFenced(connection -> "never"))
          .isInstanceOf(TargetUnavailable.class)
          .hasMessageContaining("canceled before it began");
      assertThat(pooled.getAutoCommit()).isTrue();
    }
  }

  /** Its user gives it back; the pool keeps it open. */
  private static Connection unclosed(Connection connection) {
    return behaving(
        connection,
        (proxy, method, args) ->
            method.getName().equals("close") ? null : method.invoke(connection, args));
  }

  /** As {@link #unclosed}, and no statement begins. */
  private static Connection sick(Connection connection) {
    Connection unclosed = unclosed(connection);
    return behaving(
        connection,
        (proxy, method, args) -> {
          if (method.getName().equals("createStatement")) {
            throw new SQLException("canceled before it began", "57014");
          }
          return method.invoke(unclosed, args);
        });
  }

  private static Connection behaving(Connection connection, InvocationHandler how) {
    return (Connection)
        Proxy.newProxyInstance(
            connection.getClass().getClassLoader(), new Class<?>[] {Connection.class}, how);
  }

  @Test
  void whoWaitsForLeadershipIsToldThatTheElectorIsClosed() throws Exception {
    try (PostgresLeaderElector leader = leases.node("leader").start()) {
      leader.await(SOON);
      PostgresLeaderElector other = leases.node("other").start();
      CountDownLatch waits = new CountDownLatch(1);
      FutureTask<Leadership> waiting =
          new FutureTask<>(
              () -> {
                waits.countDown();
                return other.await(Duration.ofHours(1));
              });
      Thread thread = new Thread(waiting, "waiting");
      thread.setDaemon(true);
      thread.start();
      waits.await();
      other.close();
      assertThatThrownBy(() -> waiting.get(5, TimeUnit.SECONDS))
          .hasCauseInstanceOf(ConfigurationInvalid.class)
          .hasMessageContaining("closed");
    }
  }

  @Test
  void electionsWhoseThreadsHaveEndedTakeNoOtherOne() {
    PostgresElections elections =
        PostgresElections.of(ElectionSettings.of(new NodeId("a"), leases.direct()));
    elections.elector(new ClusterName("one"), LeadershipListener.NONE).start().close();
    PostgresLeaderElector late =
        elections.elector(new ClusterName("other"), LeadershipListener.NONE);
    assertThatThrownBy(late::start)
        .isInstanceOf(ConfigurationInvalid.class)
        .hasMessageContaining("make another");
  }
}
