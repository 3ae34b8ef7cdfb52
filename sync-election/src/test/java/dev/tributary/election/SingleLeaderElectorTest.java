package dev.tributary.election;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.api.ClusterName;
import dev.tributary.api.ConnectionSource;
import dev.tributary.api.LeaderElector;
import dev.tributary.api.Leadership;
import dev.tributary.api.LeadershipLost;
import dev.tributary.api.NodeId;
import dev.tributary.test.PostgresServer;
import dev.tributary.test.election.LeaderElectorContract;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The elector of sync-api, which has no database of its own to be tested with. */
final class SingleLeaderElectorTest extends LeaderElectorContract {
  private static TestLeases leases;

  @BeforeAll
  static void makeDatabase() {
    leases = new TestLeases(PostgresServer.shared());
  }

  @AfterAll
  static void dropDatabase() {
    leases.close();
  }

  /** As when the pool of an application is closed for a moment, or lacks a class. */
  @Test
  void connectionsThatFailInAnyWayEndNoRenewalAndNoClose() throws Exception {
    AtomicBoolean sick = new AtomicBoolean();
    AtomicInteger failed = new AtomicInteger();
    ConnectionSource connections =
        () -> {
          if (sick.get()) {
            if (failed.incrementAndGet() == 1) {
              throw new NoClassDefFoundError("sick for a moment");
            }
            throw new IllegalStateException("the pool is closed");
          }
          return leases.direct().connect();
        };
    LeaderElector elector = LeaderElector.single(new NodeId("sick"), cluster, connections, LEASE);
    Leadership leadership = elector.await(SOON);
    sick.set(true);
    Waiting.until(SOON, () -> failed.get() == 2);
    assertThat(leadership.isValid()).isTrue();
    elector.close();
    assertThat(failed).hasValue(3);
  }

  @Test
  void lockedTableKeepsNobodyWaitingBeyondHisPatience() throws Exception {
    LeaderElector elector = keep(make(new NodeId("a"), cluster));
    try (Connection other = leases.database().connect()) {
      other.setAutoCommit(false);
      other.createStatement().execute("LOCK TABLE sync_metadata.leader_election");
      long asked = System.nanoTime();
      assertThatThrownBy(() -> elector.await(Duration.ofMillis(100)))
          .isInstanceOf(LeadershipLost.class)
          .hasMessageContaining("another process");
      assertThat(System.nanoTime() - asked).isLessThan(TimeUnit.SECONDS.toNanos(5));
    }
    assertThat(elector.await(SOON).isValid()).isTrue();
  }

  @Override
  protected LeaderElector make(NodeId node, ClusterName name) {
    return LeaderElector.single(node, name, leases.direct(), LEASE);
  }

  @Override
  protected ConnectionSource database() {
    return leases.direct();
  }

  @Override
  protected void expire(ClusterName name) throws SQLException {
    leases.expire(name);
  }
}
