package dev.tributary.core.state;

import dev.tributary.api.ClusterName;
import dev.tributary.api.ConnectionSource;
import dev.tributary.core.InstalledDatabase;
import dev.tributary.core.MetadataSchema;
import dev.tributary.test.PostgresServer;
import dev.tributary.test.TestDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/**
 * A database with the schema and a role for each of two clusters; the role's name ends as theirs.
 */
final class StateDatabase implements AutoCloseable {
  static final ClusterName CLUSTER = new ClusterName("default");
  static final ClusterName OTHER = new ClusterName("other");
  private static final String PASSWORD = "secret of the nodes";

  private final TestDatabase database;

  private StateDatabase(TestDatabase database) {
    this.database = database;
    MetadataSchema schema = MetadataSchema.of(database.connections());
    schema.createRole(CLUSTER, role(CLUSTER), PASSWORD);
    schema.createRole(OTHER, role(OTHER), PASSWORD);
  }

  static StateDatabase create() {
    return new StateDatabase(InstalledDatabase.create());
  }

  /** On a server that the test may break; it outlives this. */
  static StateDatabase on(PostgresServer server) {
    return new StateDatabase(InstalledDatabase.on(server));
  }

  static String password() {
    return PASSWORD;
  }

  String role(ClusterName cluster) {
    return "state_" + database.name() + "_" + cluster;
  }

  /**
   * New connections as the role of the cluster, with the bound that a node's have as well: a frozen
   * server accepts a connection and never answers.
   */
  ConnectionSource connections(ClusterName cluster) {
    Properties properties = new Properties();
    properties.setProperty("user", role(cluster));
    properties.setProperty("password", PASSWORD);
    properties.setProperty("loginTimeout", "5");
    return () -> DriverManager.getConnection(database.jdbcUrl(), properties);
  }

  TestDatabase database() {
    return database;
  }

  /** Nodes of the cluster, on no entries. */
  PostgresStores emptyStores() {
    execute("DELETE FROM sync_metadata.state");
    return new PostgresStores(this);
  }

  /** Registers a client of the cluster, as a first sync does. */
  void register(ClusterName cluster, String client) {
    try (Connection connection = connections(cluster).connect();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "SELECT sync_metadata.register_client('%1$s', '%2$s', 'client_%2$s', '/data/%2$s', '{}')"
              .formatted(cluster, client));
    } catch (SQLException e) {
      throw new AssertionError(client, e);
    }
  }

  /** As the administrator, as somebody else would. */
  void execute(String sql) {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new AssertionError(sql, e);
    }
  }

  /** The first column, as text. */
  List<String> query(String sql) {
    return query(database.connections(), sql);
  }

  static List<String> query(ConnectionSource connections, String sql) {
    try (Connection connection = connections.connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      List<String> found = new ArrayList<>();
      while (row.next()) {
        found.add(row.getString(1));
      }
      return found;
    } catch (SQLException e) {
      throw new AssertionError(sql, e);
    }
  }

  @Override
  public void close() {
    database.close();
  }
}
