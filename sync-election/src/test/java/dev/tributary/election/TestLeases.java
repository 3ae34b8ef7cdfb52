package dev.tributary.election;

import dev.tributary.api.ClusterName;
import dev.tributary.api.NodeId;
import dev.tributary.test.PostgresServer;
import dev.tributary.test.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** A database with the lease table. */
final class TestLeases implements AutoCloseable {
  static final ClusterName CLUSTER = new ClusterName("test");

  private final TestDatabase database;

  TestLeases(PostgresServer server) {
    database = server.newDatabase();
    ElectionSchema.install(database.connections());
  }

  TestDatabase database() {
    return database;
  }

  DirectConnections direct() {
    return DirectConnections.to(database.jdbcUrl(), database.superuser(), database::password);
  }

  /** Through another port of this host: a proxy, a pooler. */
  DirectConnections through(int port) {
    String url = database.jdbcUrl().replaceFirst(":[0-9]+/", ":" + port + "/");
    return DirectConnections.to(url, database.superuser(), database::password);
  }

  PostgresLeaderElector.Builder node(String name) {
    return PostgresLeaderElector.builder()
        .node(new NodeId(name))
        .cluster(CLUSTER)
        .connections(direct());
  }

  void run(String sql) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  String one(String sql) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      return row.next() ? String.valueOf(row.getString(1)) : "nothing";
    }
  }

  void expire(ClusterName cluster) throws SQLException {
    run(
        """
        UPDATE sync_metadata.leader_election
           SET acquired_at = clock_timestamp() - interval '2 s',
               expires_at = clock_timestamp() - interval '1 ms'
         WHERE cluster_name = '%s'
        """
            .formatted(cluster));
  }

  @Override
  public void close() {
    database.close();
  }
}
