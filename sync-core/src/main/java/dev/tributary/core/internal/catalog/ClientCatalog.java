package dev.tributary.core.internal.catalog;

import dev.tributary.api.ClientName;
import dev.tributary.api.ClusterName;
import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.api.Json;
import dev.tributary.api.Leadership;
import dev.tributary.api.UnknownClient;
import dev.tributary.core.internal.jdbc.Database;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Finds, registers and holds clients. A role sees only the clients of its own cluster. */
public final class ClientCatalog {
  private static final long A_DAY = 24;
  private static final String FIND =
      """
      SELECT d.deployment_id, d.client_name, d.cluster_name, d.target_schema, d.status,
             extract(epoch FROM clock_timestamp() - coalesce(d.last_scan_at, d.last_sync_at))
               / 3600 AS hours_since_scan,
             d.config ->> 'check_hours' AS check_hours, d.source_path,
             d.config ->> 'mass_delete_percent' AS mass_delete_percent,
             d.config ->> 'mass_delete_rows' AS mass_delete_rows, d.hold_reason,
             d.confirmed_version, d.fingerprint, d.schema_epoch, d.state_epoch, d.hash_seed,
             d.system_identifier IS NULL
               OR d.system_identifier = (SELECT system_identifier::text FROM pg_control_system())
               AS trusted,
             (SELECT count(*) FROM sync_metadata.conflict_log c
               WHERE c.deployment_id = d.deployment_id AND c.resolved_at IS NULL
                 AND c.decision IS NOT NULL) AS decided,
             coalesce(d.config ->> 'drift', 'report') AS drift,
             coalesce(d.config ->> 'deletes', 'archive') AS deletes,
             (d.config -> 'conflicts')::text AS conflicts,
             (SELECT count(*) FROM sync_metadata.conflict_log c
               WHERE c.deployment_id = d.deployment_id AND c.resolved_at IS NULL)
             + (SELECT count(*) FROM sync_metadata.quarantine q
                 WHERE q.deployment_id = d.deployment_id AND q.status = 'open') AS waiting
        FROM sync_metadata.client_deployments d
       WHERE d.client_name = ?
      """;
  private static final String REGISTER =
      "SELECT sync_metadata.register_client(?, ?, ?, ?, '{}'::jsonb)";
  private static final String HOLD =
      """
      UPDATE sync_metadata.client_deployments d
         SET status = 'on_hold', hold_reason = held.reason, last_sync_status = 'failed',
             held_version = held.version,
             held_at = CASE WHEN d.held_version IS NOT DISTINCT FROM held.version
                            THEN coalesce(d.held_at, clock_timestamp()) ELSE clock_timestamp() END
        FROM (VALUES (?::text, ?::text)) AS held (reason, version)
       WHERE d.deployment_id = ?
      """;
  // A job of a client that was known goes with the client: what is left may register.
  private static final String MAY_REGISTER =
      """
      SELECT FROM sync_metadata.sync_jobs j WHERE j.job_id = ? AND j.deployment_id IS NULL
      """;

  private final Database database;
  private final ClusterName cluster;

  public ClientCatalog(Database database, ClusterName cluster) {
    this.database = database;
    this.cluster = cluster;
  }

  /**
   * The client, if it is registered in this cluster.
   *
   * @throws ConfigurationInvalid when it belongs to another cluster
   */
  public Optional<ClientRow> find(ClientName name) {
    Optional<ClientRow> found =
        database.withConnection(
            "read client " + name,
            connection -> {
              try (PreparedStatement query = connection.prepareStatement(FIND)) {
                query.setString(1, name.value());
                try (ResultSet row = query.executeQuery()) {
                  return row.next() ? Optional.of(read(row)) : Optional.empty();
                }
              }
            });
    found.ifPresent(this::requireOwnCluster);
    return found;
  }

  public ClientRow require(ClientName name) {
    return find(name).orElseThrow(() -> new UnknownClient(name.value(), cluster));
  }

  /** Which rows of the client are not in its mirror, and why; see {@link MissingRows}. */
  public List<String> missing(ClientRow client) {
    return client.waiting() == 0
        ? List.of()
        : database.withConnection(
            "read what waits of client " + client.name(),
            connection -> MissingRows.lines(connection, client));
  }

  private void requireOwnCluster(ClientRow client) {
    if (!client.cluster().equals(cluster)) {
      throw new ConfigurationInvalid(
          "client %s belongs to cluster %s, not to %s; choose it with --cluster %s"
              .formatted(client.name(), client.cluster(), cluster, client.cluster()));
    }
  }

  private static ClientRow read(ResultSet row) throws SQLException {
    return new ClientRow(
        row.getObject("deployment_id", UUID.class),
        new ClientName(row.getString("client_name")),
        new ClusterName(row.getString("cluster_name")),
        row.getString("target_schema"),
        row.getString("status"),
        Optional.ofNullable(row.getString("hold_reason")),
        Optional.ofNullable(row.getString("fingerprint")),
        Optional.ofNullable(row.getString("schema_epoch")),
        row.getObject("state_epoch", UUID.class),
        row.getLong("hash_seed"),
        row.getBoolean("trusted"),
        row.getLong("waiting"),
        row.getDouble("hours_since_scan") > NumberSetting.CHECK_HOURS.in(row).orElse(A_DAY),
        Path.of(row.getString("source_path")),
        NumberSetting.MASS_DELETE_PERCENT.in(row),
        NumberSetting.MASS_DELETE_ROWS.in(row),
        Optional.ofNullable(row.getString("confirmed_version")),
        DeleteSetting.of(row.getString("client_name"), row.getString("deletes")),
        conflicts(row));
  }

  private static ConflictSettings conflicts(ResultSet row) throws SQLException {
    return new ConflictSettings(
        row.getLong("decided"),
        DriftSetting.of(row.getString("client_name"), row.getString("drift")),
        Optional.ofNullable(row.getString("conflicts")).map(Json::new));
  }

  /**
   * Registers the client and gives it a schema of its own.
   *
   * @param job recorded for the run before it began: one whose client was known then registers
   *     nothing, for that client was deregistered, renamed or moved meanwhile
   */
  public ClientRow register(
      ClientName name,
      Path source,
      Optional<String> schema,
      Optional<UUID> job,
      Leadership leadership) {
    database.inFencedTransaction(
        "register client " + name,
        leadership,
        connection -> {
          requireUnknownBefore(connection, name, job);
          try (PreparedStatement call = connection.prepareStatement(REGISTER)) {
            call.setString(1, cluster.value());
            call.setString(2, name.value());
            call.setString(3, schema.orElse(name.defaultSchema()));
            call.setString(4, source.toString());
            return call.execute();
          }
        });
    return require(name);
  }

  private static void requireUnknownBefore(
      Connection connection, ClientName name, Optional<UUID> job) throws SQLException {
    if (job.isEmpty()) {
      return;
    }
    try (PreparedStatement query = connection.prepareStatement(MAY_REGISTER)) {
      query.setObject(1, job.get());
      try (ResultSet row = query.executeQuery()) {
        if (!row.next()) {
          throw leftMeanwhile(name);
        }
      }
    }
  }

  /** For a run that finds its client gone. */
  public static ConfigurationInvalid leftMeanwhile(ClientName name) {
    return new ConfigurationInvalid(
        "client %s was deregistered, renamed or moved meanwhile; nothing of this run was written"
            .formatted(name));
  }

  /**
   * Nothing more is applied for this client until a person confirms, or the reason is gone.
   *
   * @param version of the file that is held, which a person may confirm; empty: nothing to confirm
   */
  public void hold(
      ClientRow client, String reason, Optional<String> version, Leadership leadership) {
    database.inFencedTransaction(
        "hold client " + client.name(),
        leadership,
        connection -> {
          try (PreparedStatement update = connection.prepareStatement(HOLD)) {
            update.setString(1, reason);
            update.setString(2, version.orElse(null));
            update.setObject(3, client.id());
            return update.executeUpdate();
          }
        });
  }
}
