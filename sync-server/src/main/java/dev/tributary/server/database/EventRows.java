package dev.tributary.server.database;

import dev.tributary.api.ClusterName;
import dev.tributary.core.internal.jdbc.Database;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What may have changed in a cluster in the last minute; values as JSON has them. */
public final class EventRows {
  private static final String LEADERSHIP =
      """
      SELECT CASE WHEN e.holder IS NOT NULL AND e.expires_at > clock_timestamp()
                  THEN e.leader_id END AS leader_id, e.term
        FROM sync_metadata.leader_election e WHERE e.cluster_name = ?
      """;
  private static final String JOBS =
      """
      SELECT j.sync_id, j.client_name, j.status, j.sync_type, j.triggered_by, j.host,
             j.rows_synced, j.rows_failed, j.conflicts_detected, j.duration_seconds,
             j.error_message
        FROM sync_metadata.sync_jobs j
        LEFT JOIN sync_metadata.client_deployments d ON d.deployment_id = j.deployment_id
       WHERE coalesce(d.cluster_name, j.cluster_name) = ?
         AND (j.status IN ('pending', 'running')
              OR j.completed_at > clock_timestamp() - interval '1 minute')
       ORDER BY j.requested_at DESC LIMIT 500
      """;
  private static final String PROGRESS =
      """
      SELECT j.sync_id || '/' || p.table_name AS key, j.sync_id, j.client_name, p.table_name,
             p.rows_processed, p.rows_total, p.bytes_processed
        FROM sync_metadata.sync_progress p
        JOIN sync_metadata.sync_jobs j ON j.job_id = p.job_id
        JOIN sync_metadata.client_deployments d ON d.deployment_id = j.deployment_id
       WHERE d.cluster_name = ? AND j.status = 'running'
       ORDER BY p.updated_at DESC LIMIT 500
      """;
  private static final String CONFLICTS =
      """
      SELECT c.log_id AS id, c.client_name, c.table_name, c.record_key, c.conflict_type,
             c.resolution_strategy, c.resolved_at, c.resolved_by
        FROM sync_metadata.conflict_log c
        JOIN sync_metadata.client_deployments d ON d.deployment_id = c.deployment_id
       WHERE d.cluster_name = ?
         AND greatest(c.detected_at, c.resolved_at) > clock_timestamp() - interval '1 minute'
       ORDER BY c.detected_at DESC LIMIT 500
      """;

  private final Database database;
  private final ClusterName cluster;

  public EventRows(Database database, ClusterName cluster) {
    this.database = database;
    this.cluster = cluster;
  }

  public Optional<Map<String, Object>> leadership() {
    return read(LEADERSHIP).stream().findFirst();
  }

  public List<Map<String, Object>> jobs() {
    return read(JOBS);
  }

  public List<Map<String, Object>> progress() {
    return read(PROGRESS);
  }

  public List<Map<String, Object>> conflicts() {
    return read(CONFLICTS);
  }

  private List<Map<String, Object>> read(String sql) {
    return database.withConnection(
        "look for events of cluster " + cluster,
        connection -> JsonRows.read(connection, sql, cluster.value()));
  }
}
