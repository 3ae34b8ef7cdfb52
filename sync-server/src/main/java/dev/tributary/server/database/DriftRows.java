package dev.tributary.server.database;

import dev.tributary.api.ClientName;
import dev.tributary.api.ClusterName;
import dev.tributary.api.ConnectionSource;
import dev.tributary.api.UnknownClient;
import dev.tributary.core.internal.jdbc.Database;
import dev.tributary.core.internal.jdbc.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** Reads what others changed in a mirror and no run has settled. */
public final class DriftRows {
  private static final String SCHEMA =
      """
      SELECT target_schema FROM sync_metadata.client_deployments
       WHERE cluster_name = ? AND client_name = ?
      """;
  private static final String OPEN =
      """
      SELECT table_name, record_key::text AS record_key, op, changed_at, changed_by
        FROM %s WHERE status = 'open' AND op <> 'considered'
       ORDER BY changed_at DESC, drift_id DESC LIMIT ?
      """;

  private final Database database;
  private final ClusterName cluster;

  public DriftRows(ConnectionSource connections, ClusterName cluster) {
    this.database = new Database(connections);
    this.cluster = cluster;
  }

  /**
   * The latest first.
   *
   * @throws UnknownClient when the cluster has no such client
   */
  public List<Map<String, Object>> open(ClientName client, int limit) {
    return database.withConnection(
        "read the drift of client " + client,
        connection -> {
          String table = Sql.table(schema(connection, client), "_sync_drift");
          return JsonRows.read(connection, OPEN.formatted(table), limit);
        });
  }

  private String schema(Connection connection, ClientName client) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(SCHEMA)) {
      query.setString(1, cluster.value());
      query.setString(2, client.value());
      try (ResultSet row = query.executeQuery()) {
        if (!row.next()) {
          throw new UnknownClient(client.value(), cluster);
        }
        return row.getString(1);
      }
    }
  }
}
