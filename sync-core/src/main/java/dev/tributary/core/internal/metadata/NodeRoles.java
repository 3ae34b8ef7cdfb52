package dev.tributary.core.internal.metadata;

import dev.tributary.api.ClusterName;
import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.core.internal.jdbc.Database;
import dev.tributary.core.internal.jdbc.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import org.postgresql.util.PasswordUtil;

/**
 * Makes the login roles of nodes. One role serves one cluster.
 *
 * <p>The password never travels: PostgreSQL gets its SCRAM verifier, so no log can show it.
 */
public final class NodeRoles {
  /** The seed's role, and the first cluster's. */
  public static final String FIRST_ROLE = "sync_service";

  private static final String BOUND =
      """
      SELECT coalesce(
        (SELECT min(role_name) FROM sync_metadata.cluster_roles WHERE cluster_name = ?),
        (SELECT ? WHERE NOT EXISTS (SELECT FROM sync_metadata.cluster_roles)))
      """;
  private static final String EXISTS = "SELECT 1 FROM pg_roles WHERE rolname = ?";
  private static final String CHECK =
      "SELECT sync_metadata.refuse_powerful(?), sync_metadata.refuse_bound_elsewhere(?, ?)";
  private static final String BIND = "SELECT sync_metadata.bind_role(?, ?)";

  private final Database database;

  public NodeRoles(Database database) {
    this.database = database;
  }

  /** The role that serves the cluster already, or the name that a new one should have. */
  public String roleOf(ClusterName cluster) {
    return database.withConnection(
        "read the roles of cluster " + cluster,
        connection -> {
          try (PreparedStatement query = connection.prepareStatement(BOUND)) {
            query.setString(1, cluster.value());
            query.setString(2, FIRST_ROLE);
            String bound = single(query);
            return bound.isEmpty() ? nameFor(cluster) : bound;
          }
        });
  }

  private static String nameFor(ClusterName cluster) {
    String name = "sync_" + cluster.value().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "_");
    return name.substring(0, Math.min(name.length(), Sql.MAX_NAME_BYTES));
  }

  /**
   * Makes the login role of a cluster's nodes, or gives the one that is there this password.
   *
   * @throws ConfigurationInvalid when the role serves another cluster, or may do more than a node's
   *     role should
   */
  public void createRole(ClusterName cluster, String role, String password) {
    if (password.isEmpty()) {
      throw new ConfigurationInvalid("the password of role " + role + " is empty");
    }
    database.inTransaction(
        "make role %s for cluster %s".formatted(role, cluster),
        connection -> {
          if (exists(connection, role)) {
            call(connection, CHECK, role, cluster.value(), role);
            login(connection, "ALTER", role, password);
          } else {
            login(connection, "CREATE", role, password);
          }
          execute(connection, "GRANT sync_nodes TO " + Sql.name(role));
          call(connection, BIND, cluster.value(), role);
          return role;
        });
  }

  private static boolean exists(Connection connection, String role) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(EXISTS)) {
      query.setString(1, role);
      return !single(query).isEmpty();
    }
  }

  private static void login(Connection connection, String verb, String role, String password)
      throws SQLException {
    String verifier = PasswordUtil.encodePassword(role, password.toCharArray(), "scram-sha-256");
    execute(
        connection,
        verb + " ROLE " + Sql.name(role) + " LOGIN INHERIT PASSWORD " + Sql.literal(verifier));
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static void call(Connection connection, String sql, String... values)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setString(i + 1, values[i]);
      }
      statement.execute();
    }
  }

  private static String single(PreparedStatement query) throws SQLException {
    try (ResultSet row = query.executeQuery()) {
      String value = row.next() ? row.getString(1) : null;
      return value == null ? "" : value;
    }
  }
}
