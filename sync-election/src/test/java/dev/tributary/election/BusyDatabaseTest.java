package dev.tributary.election;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.api.ConnectionSource;
import dev.tributary.api.Leadership;
import dev.tributary.api.TargetUnavailable;
import dev.tributary.test.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Load that must not move the election: long transactions, a pool without connections, stale
 * writers.
 */
final class BusyDatabaseTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final Duration LEASE = Duration.ofSeconds(5);

  private TestLeases leases;

  @BeforeEach
  void makeDatabase() throws SQLException {
    leases = new TestLeases(PostgresServer.shared());
    leases.run("CREATE TABLE written (term bigint NOT NULL)");
  }

  @AfterEach
  void dropDatabase() {
    leases.close();
  }

  private long beat() throws SQLException {
    return Long.parseLong(leases.one("SELECT beat FROM sync_metadata.leader_election"));
  }

  @Test
  void heartbeatsDoNotWaitForALongFencedTransaction() throws Exception {
    try (PostgresLeaderElector elector =
            leases.node("a").lease(LEASE).heartbeat(Duration.ofMillis(200)).start();
        Connection own = leases.database().connect()) {
      Leadership leadership = elector.await(SOON);
      own.setAutoCommit(false);
      leadership.fence(own);
      long before = beat();
      Waiting.until(Duration.ofSeconds(2), () -> beat() >= before + 5);
      own.commit();
      assertThat(leadership.isValid()).isTrue();
    }
  }

  /** As an upgrade of the schema by hand, or VACUUM FULL, may lock it. */
  @Test
  void lockOfSomeSecondsOnTheLeaseTableCostsNeitherTheLeaseNorASession() throws Exception {
    try (PostgresLeaderElector elector =
            leases.node("a").lease(LEASE).heartbeat(Duration.ofMillis(200)).start();
        Connection own = leases.database().connect()) {
      Leadership leadership = elector.await(SOON);
      Waiting.until(SOON, () -> elector.state().held().filter(Held::wasSeen).isPresent());
      Waiting.until(SOON, () -> beat() >= 3);
      String sessions =
          "SELECT string_agg(pid::text, ' ' ORDER BY pid) FROM pg_stat_activity"
              + " WHERE datname = current_database() AND application_name LIKE 'tributary%'";
      String before = leases.one(sessions);
      assertThat(before.split(" ")).hasSize(3);
      own.setAutoCommit(false);
      own.createStatement().execute("LOCK TABLE sync_metadata.leader_election");
      Waiting.always(Duration.ofMillis(2500), () -> leases.one(sessions).equals(before));
      own.rollback();
      long released = System.nanoTime();
      long then = beat();
      Waiting.until(Duration.ofSeconds(2), () -> beat() > then);
      assertThat(System.nanoTime() - released).isLessThan(TimeUnit.SECONDS.toNanos(1));
      assertThat(leadership.isValid()).isTrue();
    }
  }

  @Test
  void exhaustedPoolStarvesNoHeartbeat() throws Exception {
    ConnectionSource empty =
        () -> {
          throw new SQLTransientConnectionException("no connection is free", "08001");
        };
    try (PostgresLeaderElector elector =
        leases.node("a").work(empty).lease(LEASE).heartbeat(Duration.ofMillis(200)).start()) {
      Leadership leadership = elector.await(SOON);
      assertThatThrownBy(() -> leadership.callFenced(c -> 1)).isInstanceOf(TargetUnavailable.class);
      long before = beat();
      Waiting.until(Duration.ofSeconds(2), () -> beat() >= before + 5);
      assertThat(leadership.isValid()).isTrue();
    }
  }

  @Test
  void sixteenStaleWritersDoNotHoldATakeoverBack() throws Exception {
    ExecutorService writers = Executors.newFixedThreadPool(16);
    AtomicBoolean end = new AtomicBoolean();
    try (PostgresLeaderElector elector = leases.node("a").lease(LEASE).start()) {
      Leadership stale = elector.await(SOON);
      for (int i = 0; i < 16; i++) {
        writers.execute(() -> writeUntil(end, stale));
      }
      Waiting.until(SOON, () -> !leases.one("SELECT count(*) FROM written").equals("0"));
      try (PostgresLeaderElector other = leases.node("b").lease(LEASE).start()) {
        Waiting.until(SOON, () -> other.state().watch().read());
        leases.expire(TestLeases.CLUSTER);
        long expired = System.nanoTime();
        String term = "SELECT term FROM sync_metadata.leader_election";
        Waiting.until(SOON, () -> leases.one(term).equals("2"));
        assertThat(System.nanoTime() - expired).isLessThan(TimeUnit.SECONDS.toNanos(2));
        String written = "SELECT count(*) FROM written WHERE term = 1";
        String now = leases.one(written);
        Waiting.always(Duration.ofMillis(500), () -> leases.one(written).equals(now));
      }
    } finally {
      end.set(true);
      writers.shutdown();
      assertThat(writers.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  /** Holds the proof for 100 ms: the worst that a writer can do to a takeover. */
  private void writeUntil(AtomicBoolean end, Leadership stale) {
    while (!end.get()) {
      try (Connection own = leases.database().connect();
          Statement statement = own.createStatement()) {
        own.setAutoCommit(false);
        statement.execute("INSERT INTO written VALUES (" + stale.token().term() + ")");
        stale.fence(own);
        LockSupport.parkNanos(100_000_000);
        own.commit();
      } catch (SQLException | RuntimeException e) {
        LockSupport.parkNanos(5_000_000);
      }
    }
  }

  @Test
  void fiftyElectionsShareThreeSessions() throws Exception {
    PostgresElections elections =
        PostgresElections.of(
            ElectionSettings.of(new dev.tributary.api.NodeId("many"), leases.direct())
                .withTimes(new LeaseTimes(LEASE, Duration.ofSeconds(1))));
    List<PostgresLeaderElector> all = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      all.add(
          elections
              .elector(
                  new dev.tributary.api.ClusterName("c" + i),
                  dev.tributary.api.LeadershipListener.NONE)
              .start());
    }
    for (PostgresLeaderElector one : all) {
      one.await(SOON);
    }
    String beats = "SELECT min(beat) FROM sync_metadata.leader_election";
    Waiting.until(SOON, () -> Long.parseLong(leases.one(beats)) >= 3);
    assertThat(
            leases.one(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                    + " AND application_name LIKE 'tributary%'"))
        .isEqualTo("3");
    assertThat(all).allMatch(one -> one.current().isPresent());
    all.forEach(PostgresLeaderElector::close);
    assertThat(
            leases.one(
                "SELECT count(*) FROM sync_metadata.leader_election"
                    + " WHERE expires_at > clock_timestamp()"))
        .isEqualTo("0");
  }
}
