package dev.tributary.core.internal.lifecycle;

import dev.tributary.api.ClientName;
import dev.tributary.api.ClusterName;
import dev.tributary.api.SqlFunction;
import dev.tributary.api.SyncException;
import dev.tributary.api.UnknownClient;
import dev.tributary.core.internal.jdbc.Database;
import dev.tributary.core.internal.jdbc.SqlStates;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Calls functions of {@code sync_metadata} for one cluster, in the name of a person. */
final class Acting {
  private static final int ATTEMPTS = 5;
  private static final String ACTOR = "SELECT set_config('tributary.actor', ?, true)";
  private static final String CLIENT =
      """
      SELECT FROM sync_metadata.client_deployments d WHERE d.client_name = ? AND d.cluster_name = ?
      """;

  private final Database database;
  private final ClusterName cluster;

  Acting(Database database, ClusterName cluster) {
    this.database = database;
    this.cluster = cluster;
  }

  /**
   * One transaction whose entries in the audit log name the actor beside the role. When it met one
   * of a run, which locks its job before its client, and was rolled back for it, it is done again.
   *
   * @param what the act, for the message of a failure
   */
  <T> T as(String actor, String what, SqlFunction<T> act) {
    Objects.requireNonNull(actor, "actor");
    for (int attempt = 1; attempt < ATTEMPTS; attempt++) {
      try {
        return once(actor, what, act);
      } catch (SyncException e) {
        if (!SqlStates.isCollision(e)) {
          throw e;
        }
      }
    }
    return once(actor, what, act);
  }

  private <T> T once(String actor, String what, SqlFunction<T> act) {
    return database.inTransaction(
        what,
        connection -> {
          call(connection, ACTOR, actor);
          return act.apply(connection);
        });
  }

  /** The same for a client of this cluster. */
  <T> T on(ClientName client, String actor, String what, SqlFunction<T> act) {
    return as(
        actor,
        what + " client " + client,
        connection -> {
          require(connection, client);
          return act.apply(connection);
        });
  }

  private void require(Connection connection, ClientName client) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(CLIENT)) {
      query.setString(1, client.value());
      query.setString(2, cluster.value());
      try (ResultSet row = query.executeQuery()) {
        if (!row.next()) {
          throw new UnknownClient(client.value(), cluster);
        }
      }
    }
  }

  /** The first column of the first row as text; empty for NULL. */
  static String call(Connection connection, String sql, @Nullable Object... values)
      throws SQLException {
    try (PreparedStatement call = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        call.setObject(i + 1, values[i]);
      }
      try (ResultSet row = call.executeQuery()) {
        String value = row.next() ? row.getString(1) : null;
        return value == null ? "" : value;
      }
    }
  }
}
