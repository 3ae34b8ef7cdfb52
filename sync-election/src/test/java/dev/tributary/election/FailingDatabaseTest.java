package dev.tributary.election;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.api.Leadership;
import dev.tributary.api.LeadershipLost;
import dev.tributary.api.TargetUnavailable;
import dev.tributary.postgres.PostgresSettings;
import dev.tributary.test.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The database crashes, freezes or has no connection left; the election goes on by itself. */
final class FailingDatabaseTest {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final int CONNECTIONS = 30;

  private PostgresServer server;
  private TestLeases leases;
  private PostgresLeaderElector first;
  private PostgresLeaderElector second;

  @BeforeEach
  void electWithBeacon() throws Exception {
    server =
        PostgresServer.dedicated(
            PostgresSettings.fast().withParameter("max_connections", String.valueOf(CONNECTIONS)));
    leases = new TestLeases(server);
    first = leases.node("first").start();
    first.await(SOON);
    second = leases.node("second").start();
    Waiting.until(SOON, () -> second.state().watch().beacon() == Watch.Sight.HELD);
  }

  @AfterEach
  void close() {
    first.close();
    second.close();
    server.close();
  }

  private Optional<Leadership> leads() {
    Optional<Leadership> one = first.current();
    Optional<Leadership> other = second.current();
    boolean both = other.isPresent() && one.filter(Leadership::isValid).isPresent();
    assertThat(both).as("both believe").isFalse();
    return one.isPresent() ? one : other;
  }

  private void awaitWorkingLeader() {
    Waiting.until(SOON, () -> leads().filter(FailingDatabaseTest::works).isPresent());
  }

  /** Who believes may lose it this moment, or find no connection for its work yet. */
  private static boolean works(Leadership leadership) {
    try {
      return leadership.<Integer>callFenced(c -> 1) == 1;
    } catch (LeadershipLost | TargetUnavailable e) {
      return false;
    }
  }

  @Test
  void leadershipRecoversAfterACrashOfTheServer() {
    long before = first.counts().failed();
    server.crash();
    Waiting.until(SOON, () -> leads().isEmpty() && first.counts().failed() > before);
    server.restart();
    awaitWorkingLeader();
    Waiting.until(SOON, () -> first.mode() == ElectionMode.LISTEN);
  }

  @Test
  void nobodyBelievesWhileTheServerIsFrozen() throws Exception {
    server.freeze();
    Waiting.until(Duration.ofSeconds(4), () -> leads().isEmpty());
    assertThatThrownBy(() -> first.await(Duration.ofSeconds(6)))
        .isInstanceOf(TargetUnavailable.class);
    server.thaw();
    awaitWorkingLeader();
  }

  @Test
  void leadershipRecoversWhenConnectionsAreFreeAgain() throws Exception {
    List<Connection> all = new ArrayList<>();
    try {
      exhaust(all);
      Waiting.until(
          SOON,
          () -> {
            all.get(0)
                .createStatement()
                .execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                        + " WHERE application_name LIKE 'tributary%'");
            exhaust(all);
            return all.size() == CONNECTIONS && leads().isEmpty();
          });
      Waiting.always(Duration.ofSeconds(2), () -> leads().isEmpty());
    } finally {
      for (Connection one : all) {
        one.close();
      }
    }
    awaitWorkingLeader();
  }

  private void exhaust(List<Connection> all) {
    try {
      while (true) {
        all.add(leases.database().connect());
      }
    } catch (SQLException e) {
      assertThat(e.getSQLState()).isEqualTo("53300");
    }
  }

  @Test
  void anElectorStartsWithoutADatabaseAndLeadsWhenItComes() throws Exception {
    first.close();
    second.close();
    server.stop();
    try (PostgresLeaderElector late = leases.node("late").start()) {
      assertThatThrownBy(() -> late.await(Duration.ofMillis(500)))
          .isInstanceOf(TargetUnavailable.class);
      server.restart();
      assertThat(late.await(SOON).isValid()).isTrue();
    }
  }
}
