package dev.tributary.server.database;

import dev.tributary.api.ClientName;
import dev.tributary.api.ClusterName;
import dev.tributary.api.ConnectionSource;
import dev.tributary.api.UnknownClient;
import dev.tributary.core.internal.jdbc.Database;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Reads how clients and their jobs stand; values as JSON has them, null where there is none. */
public final class ClientRows {
  private static final String TIME = "'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"'";
  private static final String STATUS =
      """
      SELECT d.client_name, d.status, d.sync_enabled, d.sync_interval, d.last_sync_status,
             to_char(d.last_sync_at AT TIME ZONE 'UTC', %1$s) AS last_sync_at,
             to_char(d.next_sync_at AT TIME ZONE 'UTC', %1$s) AS next_sync_at,
             v.open_conflicts, v.open_quarantine, d.source_path, d.target_schema, d.hold_reason,
             d.last_error
        FROM sync_metadata.client_deployments d
        JOIN sync_metadata.v_sync_status v ON v.deployment_id = d.deployment_id
       WHERE d.cluster_name = ? AND (? = '' OR d.client_name = ?)
       ORDER BY d.client_name
      """
          .formatted(TIME);
  private static final String JOBS =
      """
      SELECT j.sync_id, j.client_name, j.status, j.sync_type, j.triggered_by, j.host,
             to_char(j.started_at AT TIME ZONE 'UTC', %1$s) AS started_at,
             j.duration_seconds::float8 AS duration_seconds, j.rows_synced, j.rows_failed,
             j.conflicts_detected, j.error_message
        FROM sync_metadata.sync_jobs j
        LEFT JOIN sync_metadata.client_deployments d ON d.deployment_id = j.deployment_id
       WHERE coalesce(d.cluster_name, j.cluster_name) = ? AND (? = '' OR j.client_name = ?)
       ORDER BY j.requested_at DESC LIMIT ?
      """
          .formatted(TIME);

  private final Database database;
  private final ClusterName cluster;

  public ClientRows(ConnectionSource connections, ClusterName cluster) {
    this.database = new Database(connections);
    this.cluster = cluster;
  }

  /**
   * @param client empty text for all
   */
  public List<Map<String, Object>> status(String client) {
    return database.withConnection(
        "read the clients of cluster " + cluster,
        connection -> JsonRows.read(connection, STATUS, cluster.value(), client, client));
  }

  /**
   * The latest first.
   *
   * @param client empty text for all
   */
  public List<Map<String, Object>> jobs(String client, int limit) {
    List<Map<String, Object>> found =
        database.withConnection(
            "read the jobs of cluster " + cluster,
            connection -> JsonRows.read(connection, JOBS, cluster.value(), client, client, limit));
    return requireKnown(found, client);
  }

  /**
   * Rows of a client; none of one that does not exist would look as if all were well.
   *
   * @param client empty text for all
   * @throws UnknownClient when there are none, and no such client
   */
  <T> List<T> requireKnown(List<T> rows, String client) {
    if (rows.isEmpty() && !client.isEmpty() && status(client).isEmpty()) {
      throw new UnknownClient(client, cluster);
    }
    return rows;
  }

  /**
   * Why a client is on hold; empty text when it is not.
   *
   * @throws UnknownClient when there is none of this name
   */
  public String holdReason(ClientName client) {
    Object reason = one(client).get("hold_reason");
    return reason == null ? "" : String.valueOf(reason);
  }

  /**
   * The file that a client is registered with.
   *
   * @throws UnknownClient when there is none of this name
   */
  public Path file(ClientName client) {
    return Path.of(String.valueOf(one(client).get("source_path")));
  }

  private Map<String, Object> one(ClientName client) {
    return status(client.value()).stream()
        .findFirst()
        .orElseThrow(() -> new UnknownClient(client.value(), cluster));
  }
}
