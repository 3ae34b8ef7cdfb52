package dev.tributary.spring;

import dev.tributary.api.ConnectionSource;
import dev.tributary.api.SyncException;
import dev.tributary.core.internal.jdbc.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What PostgreSQL knows of a cluster: who leads it, and how its clients are. */
final class NodeView {
  private static final String LEADER =
      """
      SELECT e.leader_id, e.term FROM sync_metadata.leader_election e
       WHERE e.cluster_name = ? AND e.holder IS NOT NULL AND e.expires_at > clock_timestamp()
      """;
  private static final String CLIENTS =
      """
      SELECT s.client_name, d.source_path, s.status, s.hold_reason, s.sync_enabled, s.sync_interval,
             s.last_sync_at, s.last_sync_status, s.overdue, s.open_conflicts, s.open_quarantine
        FROM sync_metadata.v_sync_status s
        JOIN sync_metadata.client_deployments d ON d.deployment_id = s.deployment_id
       WHERE s.cluster_name = ?
       ORDER BY s.client_name
      """;

  private final Database database;
  private final String cluster;

  NodeView(ConnectionSource connections, String cluster) {
    this.database = new Database(connections);
    this.cluster = cluster;
  }

  record Leader(String node, long term) {}

  /**
   * @param lastSync empty: never
   * @param lastStatus empty: never
   */
  record ClientRow(
      String name,
      String source,
      String status,
      Optional<String> holdReason,
      boolean enabled,
      int intervalSeconds,
      Optional<Instant> lastSync,
      Optional<String> lastStatus,
      boolean overdue,
      long conflicts,
      long quarantined) {}

  /**
   * Empty: nobody.
   *
   * @throws SyncException when PostgreSQL cannot be asked
   */
  Optional<Leader> leader() {
    return database.withConnection("ask who leads cluster " + cluster, this::leader);
  }

  private Optional<Leader> leader(Connection connection) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(LEADER)) {
      query.setString(1, cluster);
      try (ResultSet row = query.executeQuery()) {
        return row.next()
            ? Optional.of(new Leader(row.getString("leader_id"), row.getLong("term")))
            : Optional.empty();
      }
    }
  }

  /**
   * By name.
   *
   * @throws SyncException when PostgreSQL cannot be asked
   */
  List<ClientRow> clients() {
    return database.withConnection("ask for the clients of cluster " + cluster, this::clients);
  }

  private List<ClientRow> clients(Connection connection) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(CLIENTS)) {
      query.setString(1, cluster);
      try (ResultSet row = query.executeQuery()) {
        List<ClientRow> clients = new ArrayList<>();
        while (row.next()) {
          clients.add(client(row));
        }
        return clients;
      }
    }
  }

  private static ClientRow client(ResultSet row) throws SQLException {
    return new ClientRow(
        row.getString("client_name"),
        row.getString("source_path"),
        row.getString("status"),
        Optional.ofNullable(row.getString("hold_reason")),
        row.getBoolean("sync_enabled"),
        row.getInt("sync_interval"),
        Optional.ofNullable(row.getObject("last_sync_at", OffsetDateTime.class))
            .map(OffsetDateTime::toInstant),
        Optional.ofNullable(row.getString("last_sync_status")),
        row.getBoolean("overdue"),
        row.getLong("open_conflicts"),
        row.getLong("open_quarantine"));
  }
}
