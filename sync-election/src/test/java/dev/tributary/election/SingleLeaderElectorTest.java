package dev.tributary.election;

import dev.tributary.api.ClusterName;
import dev.tributary.api.ConnectionSource;
import dev.tributary.api.LeaderElector;
import dev.tributary.api.NodeId;
import dev.tributary.test.PostgresServer;
import dev.tributary.test.election.LeaderElectorContract;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

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
