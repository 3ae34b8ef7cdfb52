package dev.tributary.server.database;

import dev.tributary.api.ClusterName;
import dev.tributary.api.ConnectionSource;
import dev.tributary.core.internal.jdbc.Database;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads who leads a cluster and which nodes it has; values as JSON has them. */
public final class ClusterRows {
  private static final String LEASE =
      """
      SELECT CASE WHEN e.live THEN coalesce(h.hostname, e.leader_id) END AS leader_id,
             e.term, CASE WHEN e.live THEN e.acquired_at END AS acquired_at,
             CASE WHEN e.live THEN e.expires_at END AS expires_at,
             CASE WHEN e.live
                  THEN round(extract(epoch FROM e.expires_at - clock_timestamp())::numeric, 1)
                  END AS lease_remaining_seconds,
             CASE WHEN e.live THEN h.api_url END AS leader_api_url
        FROM (SELECT l.*, l.holder IS NOT NULL AND l.expires_at > clock_timestamp() AS live
                FROM sync_metadata.leader_election l) e
        LEFT JOIN sync_metadata.hosts h
          ON h.cluster_name = e.cluster_name AND h.hostname = e.leader_id
       WHERE e.cluster_name = ?
      """;
  private static final String NODES =
      """
      SELECT v.hostname, v.leader_status, v.status, v.host_status, v.last_heartbeat,
             v.seconds_since_heartbeat, v.api_url, v.version, v.deployments_count,
             v.sync_enabled_count
        FROM sync_metadata.v_cluster_health v WHERE v.cluster_name = ? ORDER BY v.hostname
      """;

  private final Database database;
  private final ClusterName cluster;

  public ClusterRows(ConnectionSource connections, ClusterName cluster) {
    this.database = new Database(connections);
    this.cluster = cluster;
  }

  public ClusterName cluster() {
    return cluster;
  }

  /** Empty while the cluster never had a leader; its leader is null while nobody leads. */
  public Optional<Map<String, Object>> lease() {
    return read(LEASE).stream().findFirst();
  }

  public List<Map<String, Object>> nodes() {
    return read(NODES);
  }

  private List<Map<String, Object>> read(String sql) {
    return database.withConnection(
        "look at cluster " + cluster,
        connection -> JsonRows.read(connection, sql, cluster.value()));
  }
}
