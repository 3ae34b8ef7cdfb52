package dev.tributary.server.database;

import dev.tributary.api.ClusterName;
import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.api.ConnectionSource;
import dev.tributary.core.internal.jdbc.Database;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.Consumer;

/**
 * What a database has and what a user may do there, asked once before a command begins.
 *
 * @param administrator a superuser or a member of sync_owner
 * @param installed whether the schema sync_metadata is there
 */
record NodeRights(String user, String database, boolean administrator, boolean installed) {
  private static final String ASK =
      """
      SELECT current_user, current_database(),
             r.rolsuper OR EXISTS (SELECT FROM pg_catalog.pg_roles o
                                   WHERE o.rolname = 'sync_owner'
                                     AND pg_catalog.pg_has_role(current_user, o.oid, 'MEMBER')),
             pg_catalog.to_regnamespace('sync_metadata') IS NOT NULL
      FROM pg_catalog.pg_roles r WHERE r.rolname = current_user
      """;

  static NodeRights of(ConnectionSource connections) {
    return new Database(connections).withConnection("use the database", NodeRights::ask);
  }

  private static NodeRights ask(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(ASK)) {
      row.next();
      return new NodeRights(
          row.getString(1), row.getString(2), row.getBoolean(3), row.getBoolean(4));
    }
  }

  /** Refuses a database without the schema and warns of too many rights. */
  void check(ClusterName cluster, Consumer<String> says) {
    if (!installed) {
      throw new ConfigurationInvalid(
          ("database %s has no schema sync_metadata yet; an administrator installs it with:"
                  + " tributary db install --target postgresql://ADMINISTRATOR@HOST/%s")
              .formatted(database, database));
    }
    if (administrator) {
      says.accept(
          ("warning: user %s is an administrator of the database; this command needs only a role"
                  + " as made by: tributary db role --cluster %s")
              .formatted(user, cluster));
    }
  }
}
