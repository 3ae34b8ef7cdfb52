package dev.tributary.server.metrics;

import dev.tributary.api.ClusterName;
import dev.tributary.core.internal.jdbc.Database;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * When the lease of a cluster ends or ended, and when each node was last heard of, in seconds since
 * 1970 by the database's clock.
 *
 * @param leaseExpires empty while the cluster never had a leader
 */
record ClusterTimes(Optional<Double> leaseExpires, Map<String, Double> heartbeats) {
  private static final String TIMES =
      """
      SELECT NULL AS hostname, extract(epoch FROM expires_at)::float8 AS at
        FROM sync_metadata.leader_election WHERE cluster_name = ?
      UNION ALL
      SELECT hostname, extract(epoch FROM last_heartbeat)::float8
        FROM sync_metadata.hosts WHERE cluster_name = ?
      """;

  static ClusterTimes read(Database database, ClusterName cluster) {
    return database.withConnection(
        "read the heartbeats of cluster " + cluster,
        connection -> {
          try (PreparedStatement query = connection.prepareStatement(TIMES)) {
            query.setString(1, cluster.value());
            query.setString(2, cluster.value());
            try (ResultSet rows = query.executeQuery()) {
              Optional<Double> lease = Optional.empty();
              Map<String, Double> heartbeats = new LinkedHashMap<>();
              while (rows.next()) {
                Optional<String> host = Optional.ofNullable(rows.getString("hostname"));
                double at = rows.getDouble("at");
                host.ifPresent(name -> heartbeats.put(name, at));
                lease = host.isPresent() ? lease : Optional.of(at);
              }
              return new ClusterTimes(lease, heartbeats);
            }
          }
        });
  }
}
