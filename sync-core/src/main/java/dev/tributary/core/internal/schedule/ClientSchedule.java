package dev.tributary.core.internal.schedule;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tributary.api.ClientName;
import dev.tributary.api.ClusterName;
import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.api.UnknownClient;
import dev.tributary.core.internal.jdbc.Database;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/**
 * What a person decides about a client's schedule. It is a wish and no part of a term: the leader,
 * whoever it is, follows what stands in the row.
 */
public final class ClientSchedule {
  private static final String REGISTER =
      "SELECT sync_metadata.register_client(?, ?, ?, ?, ?::jsonb)";
  private static final String START =
      """
      UPDATE sync_metadata.client_deployments
         SET sync_enabled = true,
             status = CASE WHEN status NOT IN ('paused', 'stopped') THEN status
                           WHEN hold_reason IS NULL THEN 'active' ELSE 'on_hold' END,
             next_sync_at = clock_timestamp()
       WHERE client_name = ? AND cluster_name = ?
      RETURNING status, sync_enabled, sync_interval
      """;
  private static final String PAUSE =
      """
      UPDATE sync_metadata.client_deployments SET sync_enabled = false, status = 'paused'
       WHERE client_name = ? AND cluster_name = ?
      RETURNING status, sync_enabled, sync_interval
      """;
  private static final String INTERVAL =
      """
      UPDATE sync_metadata.client_deployments SET sync_interval = ?
       WHERE client_name = ? AND cluster_name = ?
      RETURNING status, sync_enabled, sync_interval
      """;
  private static final String AUDIT = "SELECT sync_metadata.audit(?, ?, ?, ?, ?::jsonb)";

  private final Database database;
  private final ClusterName cluster;

  public ClientSchedule(Database database, ClusterName cluster) {
    this.database = database;
    this.cluster = cluster;
  }

  /** A client's schedule after a decision. */
  public record Decided(String status, boolean enabled, Duration interval) {}

  /** Registers a client, which is not synced by itself before it is started. */
  public void register(ClientName client, Path source, Optional<String> schema, Duration interval) {
    int seconds = seconds(interval);
    database.inTransaction(
        "register client " + client,
        connection -> {
          register(connection, client, source, schema, seconds);
          return client;
        });
  }

  /** Both, or neither. */
  public void registerAndStart(ClientName client, Path source, Duration interval, String actor) {
    int seconds = seconds(interval);
    database.inTransaction(
        "register client " + client,
        connection -> {
          register(connection, client, source, Optional.empty(), seconds);
          return decide(connection, client, actor, "start", START);
        });
  }

  private void register(
      Connection connection, ClientName client, Path source, Optional<String> schema, int seconds)
      throws SQLException {
    ObjectNode config = Documents.object();
    config.put("sync_interval", seconds);
    try (PreparedStatement call = connection.prepareStatement(REGISTER)) {
      call.setString(1, cluster.value());
      call.setString(2, client.value());
      call.setString(3, schema.orElse(client.defaultSchema()));
      call.setString(4, source.toString());
      call.setString(5, Documents.text(config));
      call.execute();
    }
  }

  public Decided start(ClientName client, String actor) {
    return decide(client, actor, "start", START);
  }

  public Decided pause(ClientName client, String actor) {
    return decide(client, actor, "pause", PAUSE);
  }

  public Decided interval(ClientName client, Duration interval, String actor) {
    return decide(client, actor, "interval", INTERVAL, seconds(interval));
  }

  private static int seconds(Duration interval) {
    long seconds = interval.toSeconds();
    if (seconds < 1 || seconds > Integer.MAX_VALUE || interval.getNano() != 0) {
      throw new ConfigurationInvalid(
          "an interval of %s is not allowed: whole seconds, at least 1".formatted(interval));
    }
    return (int) seconds;
  }

  private Decided decide(
      ClientName client, String actor, String action, String sql, Object... first) {
    return database.inTransaction(
        action + " client " + client,
        connection -> decide(connection, client, actor, action, sql, first));
  }

  private Decided decide(
      Connection connection,
      ClientName client,
      String actor,
      String action,
      String sql,
      Object... first)
      throws SQLException {
    Decided decided = update(connection, client, sql, first);
    ObjectNode details = Documents.object();
    details.put("sync_interval", decided.interval().toSeconds());
    audit(connection, client, action, actor, Documents.text(details));
    return decided;
  }

  private Decided update(Connection connection, ClientName client, String sql, Object... first)
      throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(sql)) {
      int at = 1;
      for (Object value : first) {
        update.setObject(at++, value);
      }
      update.setString(at++, client.value());
      update.setString(at, cluster.value());
      try (ResultSet row = update.executeQuery()) {
        if (!row.next()) {
          throw new UnknownClient(client.value(), cluster);
        }
        return new Decided(row.getString(1), row.getBoolean(2), Duration.ofSeconds(row.getInt(3)));
      }
    }
  }

  private void audit(
      Connection connection, ClientName client, String action, String actor, String details)
      throws SQLException {
    try (PreparedStatement call = connection.prepareStatement(AUDIT)) {
      call.setString(1, cluster.value());
      call.setString(2, client.value());
      call.setString(3, action);
      call.setString(4, actor);
      call.setString(5, details);
      call.execute();
    }
  }
}
