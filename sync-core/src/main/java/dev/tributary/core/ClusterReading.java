package dev.tributary.core;

import dev.tributary.api.ClientName;
import dev.tributary.api.ClusterName;
import dev.tributary.core.internal.jdbc.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads a cluster as it stands. */
final class ClusterReading {
  private static final String NODES =
      """
      SELECT v.hostname, CASE v.host_status WHEN 'offline' THEN 'offline' ELSE v.status END
               AS standing,
             v.leader_status = 'leader' AS leads, v.seconds_since_heartbeat::bigint AS silence, v.api_url
        FROM sync_metadata.v_cluster_health v WHERE v.cluster_name = ? ORDER BY v.hostname
      """;
  private static final String LEASE =
      """
      SELECT e.leader_id, e.term, e.expires_at FROM sync_metadata.leader_election e
       WHERE e.cluster_name = ? AND e.holder IS NOT NULL AND e.expires_at > clock_timestamp()
      """;
  private static final String CLIENTS =
      """
      SELECT d.client_name, d.status, d.sync_enabled, d.last_sync_status
        FROM sync_metadata.client_deployments d WHERE d.cluster_name = ? ORDER BY d.client_name
      """;

  private final Database database;
  private final ClusterName cluster;

  ClusterReading(Database database, ClusterName cluster) {
    this.database = database;
    this.cluster = cluster;
  }

  ClusterReview now() {
    return database.withConnection("look at cluster " + cluster, this::read);
  }

  private ClusterReview read(Connection connection) throws SQLException {
    return new ClusterReview(
        cluster,
        rows(connection, NODES, ClusterReading::node),
        rows(connection, LEASE, ClusterReading::lease).stream().findFirst(),
        rows(connection, CLIENTS, ClusterReading::member));
  }

  private interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }

  private <T> List<T> rows(Connection connection, String sql, RowReader<T> reader)
      throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      query.setString(1, cluster.value());
      try (ResultSet row = query.executeQuery()) {
        List<T> found = new ArrayList<>();
        while (row.next()) {
          found.add(reader.read(row));
        }
        return found;
      }
    }
  }

  private static ClusterReview.Node node(ResultSet row) throws SQLException {
    Optional<Long> silence = Optional.ofNullable(row.getObject("silence", Long.class));
    return new ClusterReview.Node(
        row.getString("hostname"),
        row.getString("standing"),
        row.getBoolean("leads"),
        silence.map(Duration::ofSeconds),
        Optional.ofNullable(row.getString("api_url")));
  }

  private static ClusterReview.Lease lease(ResultSet row) throws SQLException {
    return new ClusterReview.Lease(
        row.getString("leader_id"),
        row.getLong("term"),
        row.getObject("expires_at", OffsetDateTime.class).toInstant());
  }

  private static ClusterReview.Member member(ResultSet row) throws SQLException {
    return new ClusterReview.Member(
        new ClientName(row.getString("client_name")),
        row.getString("status"),
        row.getBoolean("sync_enabled"),
        Optional.ofNullable(row.getString("last_sync_status")));
  }
}
