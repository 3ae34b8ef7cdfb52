package dev.tributary.server.database;

import dev.tributary.api.ClusterName;
import dev.tributary.core.internal.jdbc.Database;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Numbers that only the database knows. */
public final class FigureRows {
  private static final String LEASE =
      """
      SELECT CASE WHEN e.holder IS NOT NULL THEN e.leader_id ELSE '' END, e.term,
             extract(epoch FROM e.expires_at)
        FROM sync_metadata.leader_election e WHERE e.cluster_name = ?
      """;
  private static final String BEFORE =
      """
      SELECT h.leader_id FROM sync_metadata.leader_history h
       WHERE h.cluster_name = ? AND h.term < ? ORDER BY h.term DESC LIMIT 1
      """;
  private static final String WAIT =
      """
      SELECT coalesce(max(extract(epoch FROM
               CASE WHEN j.status = 'pending' THEN clock_timestamp() ELSE j.started_at END
               - j.requested_at)), 0)
        FROM sync_metadata.sync_jobs j
        LEFT JOIN sync_metadata.client_deployments d ON d.deployment_id = j.deployment_id
       WHERE coalesce(d.cluster_name, j.cluster_name) = ? AND j.request IS NOT NULL
         AND (j.status = 'pending' OR j.started_at > clock_timestamp() - interval '5 minutes')
      """;
  private static final String CLIENTS =
      """
      SELECT d.client_name, d.sync_enabled, extract(epoch FROM d.last_sync_at),
             extract(epoch FROM clock_timestamp() - coalesce(d.last_sync_at, d.created_at)) AS lag,
             (SELECT count(*) FROM sync_metadata.conflict_log c
               WHERE c.deployment_id = d.deployment_id AND c.resolved_at IS NULL)
        FROM sync_metadata.client_deployments d
       WHERE d.cluster_name = ? ORDER BY lag DESC LIMIT 2000
      """;

  private final Database database;
  private final ClusterName cluster;

  public FigureRows(Database database, ClusterName cluster) {
    this.database = database;
    this.cluster = cluster;
  }

  /**
   * The lease as it stands.
   *
   * @param leader empty text: nobody
   * @param expiresAt in seconds since 1970
   */
  public record Lease(String leader, long term, double expiresAt) {
    public static final Lease NONE = new Lease("", 0, 0);
  }

  /**
   * How a client stands.
   *
   * @param syncedAt when its mirror was last known to be right, in seconds since 1970; 0: never
   * @param lagSeconds how long ago that is, or how old the client is
   * @param unresolved conflicts that wait for a person
   */
  public record Client(
      String name, boolean syncEnabled, double syncedAt, double lagSeconds, long unresolved) {}

  public Lease lease() {
    return first(LEASE, row -> new Lease(row.getString(1), row.getLong(2), row.getDouble(3)))
        .orElse(Lease.NONE);
  }

  /** Who led before this term. */
  public Optional<String> leaderBefore(long term) {
    return database.withConnection(
        "ask who led before",
        connection -> {
          try (PreparedStatement query = connection.prepareStatement(BEFORE)) {
            query.setString(1, cluster.value());
            query.setLong(2, term);
            try (ResultSet row = query.executeQuery()) {
              return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
            }
          }
        });
  }

  /** Seconds that the job that waited longest in the last five minutes waited. */
  public double longestWait() {
    return first(WAIT, row -> row.getDouble(1)).orElse(0.0);
  }

  /** The worst first. */
  public List<Client> clients() {
    return all(
        CLIENTS,
        row ->
            new Client(
                row.getString(1),
                row.getBoolean(2),
                row.getDouble(3),
                row.getDouble(4),
                row.getLong(5)));
  }

  private <T> Optional<T> first(String sql, RowReader<T> read) {
    return all(sql, read).stream().findFirst();
  }

  private <T> List<T> all(String sql, RowReader<T> read) {
    return database.withConnection(
        "read figures of cluster " + cluster,
        connection -> {
          try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setString(1, cluster.value());
            try (ResultSet rows = query.executeQuery()) {
              List<T> found = new ArrayList<>();
              while (rows.next()) {
                found.add(read.of(rows));
              }
              return found;
            }
          }
        });
  }

  private interface RowReader<T> {
    T of(ResultSet row) throws java.sql.SQLException;
  }
}
