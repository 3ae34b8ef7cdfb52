package dev.tributary.server.database;

import dev.tributary.api.ClusterName;
import dev.tributary.api.NodeId;
import dev.tributary.core.internal.jdbc.Database;
import dev.tributary.core.internal.jdbc.DatabaseUrl;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Asks whether another process serves under a node's name: one that said so a short while ago, and
 * whose session PostgreSQL still has. A process that was killed has none any more, so that its
 * successor waits for nothing.
 */
public final class Namesakes {
  private static final String LIVING =
      """
      SELECT coalesce(h.metadata ->> 'machine', 'unknown'), h.api_url
        FROM sync_metadata.hosts h
        JOIN pg_stat_activity a
          ON a.pid || '/' || extract(epoch FROM a.backend_start) = h.metadata ->> 'session'
       WHERE h.hostname = ? AND h.cluster_name = ? AND h.status <> 'offline'
         AND h.last_heartbeat > clock_timestamp() - ? * interval '1 second'
      """;
  private static final Duration LATE = Duration.ofSeconds(10);

  private final ClusterName cluster;
  private final NodeId node;
  private final Duration fresh;

  /**
   * @param heartbeat of all nodes of the cluster
   */
  public Namesakes(ClusterName cluster, NodeId node, Duration heartbeat) {
    this.cluster = cluster;
    this.node = node;
    this.fresh = heartbeat.multipliedBy(2).plus(LATE);
  }

  /** Where it runs, in words. */
  public Optional<String> living(DatabaseUrl url) {
    return new Database(url.connections())
        .withConnection(
            "ask whether node %s runs already".formatted(node),
            connection -> {
              try (PreparedStatement query = connection.prepareStatement(LIVING)) {
                query.setString(1, node.value());
                query.setString(2, cluster.value());
                query.setLong(3, fresh.toSeconds());
                try (ResultSet row = query.executeQuery()) {
                  return row.next()
                      ? Optional.of(place(row.getString(1), row.getString(2)))
                      : Optional.empty();
                }
              }
            });
  }

  private static String place(String machine, @Nullable String url) {
    return "on host " + machine + (url == null ? "" : ", " + url);
  }
}
