package dev.tributary.server.database;

import dev.tributary.api.ClusterName;
import dev.tributary.api.ConnectionSource;
import dev.tributary.core.internal.jdbc.Database;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the jobs of a cluster; values as JSON has them. */
public final class JobRows {
  private static final String COLUMNS =
      """
      SELECT j.sync_id, j.job_id, j.client_name, j.status, j.sync_type, j.triggered_by, j.host,
             j.term, j.requested_at,
             CASE WHEN j.status <> 'pending' THEN j.started_at END AS started_at, j.completed_at,
             j.duration_seconds, j.tables_synced, j.tables_total, j.rows_synced, j.rows_failed,
             j.bytes_transferred, j.conflicts_detected, j.conflicts_resolved, j.error_message
      """;
  private static final String OF_CLUSTER =
      """
        FROM sync_metadata.sync_jobs j
        LEFT JOIN sync_metadata.client_deployments d ON d.deployment_id = j.deployment_id
       WHERE coalesce(d.cluster_name, j.cluster_name) = ?
      """;
  private static final String LIST =
      COLUMNS
          + OF_CLUSTER
          + " AND (? = '' OR j.client_name = ?) AND (? = '' OR j.status = ?)"
          + " ORDER BY j.requested_at DESC, j.sync_id DESC LIMIT ?";
  private static final String ONE =
      COLUMNS
          + ", j.error_details, j.result"
          + OF_CLUSTER
          + " AND (j.sync_id = ? OR j.job_id::text = ?)";
  private static final String PROGRESS =
      """
      SELECT p.table_name, p.status, p.rows_processed, p.rows_total, p.rows_failed,
             p.bytes_processed
        FROM sync_metadata.sync_progress p JOIN sync_metadata.sync_jobs j ON j.job_id = p.job_id
       WHERE j.sync_id = ? ORDER BY p.started_at
      """;

  private final Database database;
  private final ClientRows clients;
  private final ClusterName cluster;

  public JobRows(ConnectionSource connections, ClusterName cluster) {
    this.database = new Database(connections);
    this.clients = new ClientRows(connections, cluster);
    this.cluster = cluster;
  }

  /**
   * The latest first.
   *
   * @param client empty text for all
   * @param status empty text for any
   */
  public List<Map<String, Object>> list(String client, String status, int limit) {
    List<Map<String, Object>> found =
        database.withConnection(
            "read the jobs of cluster " + cluster,
            connection ->
                JsonRows.read(
                    connection, LIST, cluster.value(), client, client, status, status, limit));
    return clients.requireKnown(found, client);
  }

  /**
   * One job with its progress by table, and with its result when it is over.
   *
   * @param id its sync_id or its job_id
   */
  public Optional<Map<String, Object>> one(String id) {
    return database.withConnection(
        "read a job of cluster " + cluster,
        connection -> {
          List<Map<String, Object>> found = JsonRows.read(connection, ONE, cluster.value(), id, id);
          for (Map<String, Object> job : found) {
            job.put("progress", JsonRows.read(connection, PROGRESS, (String) job.get("sync_id")));
          }
          return found.stream().findFirst();
        });
  }
}
