package dev.tributary.server.database;

import dev.tributary.api.ClusterName;
import dev.tributary.api.ConnectionSource;
import dev.tributary.core.internal.jdbc.Database;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Reads the rows of one cluster that PostgreSQL refused; values as JSON has them. */
public final class QuarantineRows {
  private static final String FROM_CLUSTER =
      """
        FROM sync_metadata.quarantine q
        JOIN sync_metadata.client_deployments d ON d.deployment_id = q.deployment_id
       WHERE d.cluster_name = ?
      """;
  private static final String LIST =
      """
      SELECT q.quarantine_id AS id, q.client_name, q.table_name, q.record_key, q.column_name,
             q.reason, q.sqlstate, q.first_seen_at, q.last_seen_at
      """
          + FROM_CLUSTER
          + """
             AND q.status = 'open' AND (? = '' OR q.client_name = ?)
           ORDER BY q.first_seen_at, q.quarantine_id LIMIT ?
          """;
  private static final String ONE =
      """
      SELECT q.quarantine_id AS id, q.client_name, q.table_name, q.record_key, q.column_name,
             q.reason, q.sqlstate, q.row_image, q.first_seen_at, q.last_seen_at, q.status,
             q.resolved_at
      """
          + FROM_CLUSTER
          + " AND q.quarantine_id = ?";

  private final Database database;
  private final ClientRows clients;
  private final ClusterName cluster;

  public QuarantineRows(ConnectionSource connections, ClusterName cluster) {
    this.database = new Database(connections);
    this.clients = new ClientRows(connections, cluster);
    this.cluster = cluster;
  }

  /**
   * Those that wait, the oldest first.
   *
   * @param client empty text for all
   */
  public List<Map<String, Object>> list(String client, int limit) {
    List<Map<String, Object>> found =
        database.withConnection(
            "read the quarantine of cluster " + cluster,
            connection -> JsonRows.read(connection, LIST, cluster.value(), client, client, limit));
    return clients.requireKnown(found, client);
  }

  /** One of them with its row. */
  public Optional<Map<String, Object>> one(UUID id) {
    return database.withConnection(
        "read quarantined row " + id,
        connection -> JsonRows.read(connection, ONE, cluster.value(), id).stream().findFirst());
  }
}
