package dev.tributary.election;

import dev.tributary.api.ClusterName;
import dev.tributary.api.ConnectionSource;
import dev.tributary.api.LeaderElector;
import dev.tributary.api.LeadershipListener;
import dev.tributary.api.NodeId;
import dev.tributary.test.election.ListeningElectorContract;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.io.TempDir;

final class SqliteLeaderElectorTest extends ListeningElectorContract {
  @TempDir Path folder;

  @Override
  protected LeaderElector make(NodeId node, ClusterName name, LeadershipListener listener) {
    return SqliteLeaderElector.builder()
        .node(node)
        .cluster(name)
        .connections(database())
        .lease(new LeaseTimes(LEASE, LEASE.dividedBy(5)))
        .listener(listener)
        .start();
  }

  @Override
  protected ConnectionSource database() {
    return () ->
        DriverManager.getConnection(
            "jdbc:sqlite:" + folder.resolve("leases.db") + "?busy_timeout=5000");
  }

  @Override
  protected void expire(ClusterName name) throws SQLException {
    try (Connection connection = database().connect();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "UPDATE leader_election SET expires_at = acquired_at WHERE cluster_name = '"
              + name
              + "'");
    }
  }
}
