package dev.tributary.core.internal.schedule;

import dev.tributary.api.ClientName;
import dev.tributary.api.ClusterName;
import dev.tributary.api.Leadership;
import dev.tributary.core.internal.jdbc.Database;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The schedule of a cluster as it stands in {@code client_deployments}; its clock decides. */
final class DueClients {
  private static final String DUE =
      """
      SELECT d.deployment_id, d.client_name, d.source_path, d.fingerprint, d.state_epoch,
             d.sync_interval,
             d.hold_reason IS NULL AND d.status = 'active'
               AND coalesce(d.last_scan_at, d.last_sync_at) > clock_timestamp()
                 - CASE WHEN d.config ->> 'check_hours' ~ '^[0-9]{1,6}$'
                        THEN (d.config ->> 'check_hours')::int ELSE 24 END * interval '1 hour'
               AND NOT EXISTS (SELECT FROM sync_metadata.conflict_log c
                                WHERE c.deployment_id = d.deployment_id
                                  AND c.resolved_at IS NULL AND c.decision IS NOT NULL)
               AS may_be_idle
        FROM sync_metadata.client_deployments d
       WHERE d.cluster_name = ? AND d.sync_enabled AND d.status IN ('active', 'on_hold')
         AND (d.next_sync_at IS NULL OR d.next_sync_at <= clock_timestamp())
       ORDER BY d.next_sync_at NULLS FIRST
      """;
  // Their partial, or their success, stays what it was: the file is still what it was then.
  private static final String UNCHANGED =
      """
      UPDATE sync_metadata.client_deployments d
         SET last_sync_at = clock_timestamp(), last_error = NULL,
             last_sync_status = CASE WHEN d.last_sync_status IN ('success', 'partial')
                                     THEN d.last_sync_status ELSE 'unchanged' END,
             next_sync_at = clock_timestamp() + seen.pause * interval '1 millisecond'
        FROM unnest(?::uuid[], ?::uuid[], ?::bigint[]) AS seen(id, epoch, pause)
       WHERE d.deployment_id = seen.id AND d.state_epoch = seen.epoch AND d.cluster_name = ?
      """;

  private final Database database;
  private final ClusterName cluster;
  private final Backoff backoff;
  private final Consumer<Set<ClientName>> news;

  /**
   * @param news told of clients that needed no run, once that is written down
   */
  DueClients(
      Database database, ClusterName cluster, Backoff backoff, Consumer<Set<ClientName>> news) {
    this.database = database;
    this.cluster = cluster;
    this.backoff = backoff;
    this.news = news;
  }

  /** Those whose time has come, the longest overdue first: one query for all. */
  List<DueClient> due() {
    return database.withConnection("read the schedule of cluster " + cluster, this::due);
  }

  private List<DueClient> due(Connection connection) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(DUE)) {
      query.setString(1, cluster.value());
      try (ResultSet rows = query.executeQuery()) {
        List<DueClient> due = new ArrayList<>();
        while (rows.next()) {
          due.add(read(rows));
        }
        return due;
      }
    }
  }

  private static DueClient read(ResultSet row) throws SQLException {
    return new DueClient(
        row.getObject("deployment_id", UUID.class),
        new ClientName(row.getString("client_name")),
        Path.of(row.getString("source_path")),
        Optional.ofNullable(row.getString("fingerprint")),
        row.getObject("state_epoch", UUID.class),
        Duration.ofSeconds(row.getInt("sync_interval")),
        row.getBoolean("may_be_idle"));
  }

  /** Notes for all of them at once that their files are as they were: one statement. */
  void unchanged(List<DueClient> clients, Leadership leadership) {
    database.inFencedTransaction(
        "note that %d files are unchanged".formatted(clients.size()),
        leadership,
        connection -> unchanged(connection, clients));
    news.accept(clients.stream().map(DueClient::name).collect(Collectors.toUnmodifiableSet()));
  }

  private int unchanged(Connection connection, List<DueClient> clients) throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(UNCHANGED)) {
      update.setArray(
          1, connection.createArrayOf("uuid", clients.stream().map(DueClient::id).toArray()));
      update.setArray(
          2,
          connection.createArrayOf("uuid", clients.stream().map(DueClient::stateEpoch).toArray()));
      update.setArray(
          3,
          connection.createArrayOf(
              "bigint",
              clients.stream()
                  .map(client -> backoff.afterSuccess(client.interval()).toMillis())
                  .toArray()));
      update.setString(4, cluster.value());
      return update.executeUpdate();
    }
  }
}
