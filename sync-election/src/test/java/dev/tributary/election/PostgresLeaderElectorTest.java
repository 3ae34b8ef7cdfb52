package dev.tributary.election;

import dev.tributary.api.ClusterName;
import dev.tributary.api.ConnectionSource;
import dev.tributary.api.LeaderElector;
import dev.tributary.api.LeadershipListener;
import dev.tributary.api.NodeId;
import dev.tributary.test.PostgresServer;
import dev.tributary.test.election.ListeningElectorContract;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

final class PostgresLeaderElectorTest extends ListeningElectorContract {
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
  protected LeaderElector make(NodeId node, ClusterName name, LeadershipListener listener) {
    return leases
        .node(node.value())
        .cluster(name)
        .lease(LEASE)
        .heartbeat(LEASE.dividedBy(5))
        .listener(listener)
        .start();
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
