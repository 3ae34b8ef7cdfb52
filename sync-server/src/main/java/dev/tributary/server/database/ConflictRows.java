package dev.tributary.server.database;

import dev.tributary.api.ClusterName;
import dev.tributary.api.ConnectionSource;
import dev.tributary.core.internal.jdbc.Database;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Reads the conflicts of one cluster; values as JSON has them. */
public final class ConflictRows {
  private static final String FROM_CLUSTER =
      """
        FROM sync_metadata.conflict_log c
        JOIN sync_metadata.client_deployments d ON d.deployment_id = c.deployment_id
       WHERE d.cluster_name = ?
      """;
  private static final String LIST =
      """
      SELECT c.log_id AS id, c.client_name, c.table_name, c.record_key, c.conflict_type, c.flags,
             c.resolution_strategy, c.first_detected_at, c.detected_at, c.decision, c.resolved_at,
             c.resolved_by
      """
          + FROM_CLUSTER
          + """
             AND (? = '' OR c.client_name = ?)
             AND (? = 'all' OR (? = 'open') = (c.resolved_at IS NULL))
           ORDER BY c.first_detected_at, c.log_id LIMIT ?
          """;
  private static final String ONE =
      """
      SELECT c.log_id AS id, c.client_name, c.table_name, c.record_key, c.conflict_type, c.flags,
             c.base_data, c.source_data, c.target_data, c.resolved_data, c.resolution_strategy,
             c.details, c.config_version, c.decision, c.decided_by, c.decided_at,
             c.resolution_notes, c.divergence_id, c.sync_job_id, c.term, c.first_detected_at,
             c.detected_at, c.resolved_at, c.resolved_by
      """
          + FROM_CLUSTER
          + " AND c.log_id = ?";

  private final Database database;
  private final ClientRows clients;
  private final ClusterName cluster;

  public ConflictRows(ConnectionSource connections, ClusterName cluster) {
    this.database = new Database(connections);
    this.clients = new ClientRows(connections, cluster);
    this.cluster = cluster;
  }

  /** Which of them. */
  public enum Which {
    OPEN,
    RESOLVED,
    ALL
  }

  /**
   * The oldest first.
   *
   * @param client empty text for all
   */
  public List<Map<String, Object>> list(String client, Which which, int limit) {
    String state = which.name().toLowerCase(Locale.ROOT);
    List<Map<String, Object>> found =
        database.withConnection(
            "read the conflicts of cluster " + cluster,
            connection ->
                JsonRows.read(
                    connection, LIST, cluster.value(), client, client, state, state, limit));
    return clients.requireKnown(found, client);
  }

  /** One of them with all its sides. */
  public Optional<Map<String, Object>> one(UUID id) {
    return database.withConnection(
        "read conflict " + id,
        connection -> JsonRows.read(connection, ONE, cluster.value(), id).stream().findFirst());
  }
}
