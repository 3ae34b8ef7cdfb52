package dev.tributary.core.internal.metadata;

import dev.tributary.api.ClusterName;
import dev.tributary.core.internal.jdbc.Database;
import dev.tributary.test.PostgresServer;
import dev.tributary.test.TestDatabase;
import java.sql.SQLException;
import java.util.UUID;

/**
 * A database with the schema installed, and the roles of two clusters, {@code alpha} and {@code
 * beta}. Cluster alpha has client {@code a1}, beta has {@code b1}.
 */
final class TwoClusters implements AutoCloseable {
  static final String PASSWORD = "a node's own secret";

  final TestDatabase database;
  final String roleA = "node_a_" + UUID.randomUUID().toString().substring(0, 8);
  final String roleB = "node_b_" + UUID.randomUUID().toString().substring(0, 8);
  final Session admin;
  final Session a;
  final Session b;

  TwoClusters(PostgresServer server) throws SQLException {
    database = server.newDatabase();
    Database asAdmin = new Database(database.connections());
    new MetadataInstaller(asAdmin).install();
    NodeRoles roles = new NodeRoles(asAdmin);
    roles.createRole(new ClusterName("alpha"), roleA, PASSWORD);
    roles.createRole(new ClusterName("beta"), roleB, PASSWORD);
    admin = new Session(database.connect());
    a = as(roleA);
    b = as(roleB);
    a.run("SELECT sync_metadata.register_client('alpha', 'a1', 'client_a1', '/data/a1.db', '{}')");
    b.run("SELECT sync_metadata.register_client('beta', 'b1', 'client_b1', '/data/b1.db', '{}')");
  }

  Session as(String role) throws SQLException {
    return new Session(database.connectAs(role, PASSWORD));
  }

  /** Makes and finishes a table {@code id text, name text} of client a1, named as its source. */
  void table(String name) throws SQLException {
    begin(name);
    a.run("SELECT sync_metadata.finish_load('a1', '" + name + "', '[]')");
  }

  void begin(String name) throws SQLException {
    a.run(
        """
        SELECT sync_metadata.begin_load('a1', '%1$s', '%1$s',
          '[{"name": "id", "type": "text"}, {"name": "name", "type": "text"}]', '["id"]',
          '{"v": 1}')
        """
            .formatted(name));
  }

  @Override
  public void close() throws SQLException {
    a.close();
    b.close();
    admin.close();
    database.close();
    try (Session server = new Session(postgres())) {
      server.run("DROP ROLE " + roleA);
      server.run("DROP ROLE " + roleB);
    }
  }

  private java.sql.Connection postgres() throws SQLException {
    String url = database.jdbcUrl().replace("/" + database.name(), "/postgres");
    return java.sql.DriverManager.getConnection(url, database.superuser(), database.password());
  }
}
