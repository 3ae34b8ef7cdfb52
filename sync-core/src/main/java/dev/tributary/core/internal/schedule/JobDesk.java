package dev.tributary.core.internal.schedule;

import dev.tributary.api.ClientName;
import dev.tributary.api.ClusterName;
import dev.tributary.api.MassDelete;
import dev.tributary.api.SyncMode;
import dev.tributary.api.SyncRequest;
import dev.tributary.api.UnknownClient;
import dev.tributary.core.internal.jdbc.Database;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;

/**
 * The side of {@code sync_jobs} of the one who asks. To ask is nobody's term; what is done about it
 * is the leader's.
 */
public final class JobDesk {
  // A node with a scheduler: one that says in hosts that it is there.
  private static final String LEADING =
      """
      SELECT e.leader_id, e.term, coalesce(h.metadata ->> 'machine', e.leader_id) AS machine
        FROM sync_metadata.leader_election e
        JOIN sync_metadata.hosts h
          ON h.cluster_name = e.cluster_name AND h.hostname = e.leader_id
       WHERE e.cluster_name = ? AND e.holder IS NOT NULL AND e.expires_at > clock_timestamp()
         AND h.status = 'active' AND h.last_heartbeat > clock_timestamp() - interval '5 minutes'
         AND h.metadata ->> 'scheduler' = 'true'
      """;
  private static final String CLIENT =
      """
      SELECT d.deployment_id, d.source_path FROM sync_metadata.client_deployments d
       WHERE d.client_name = ? AND d.cluster_name = ?
      """;
  private static final String ASK =
      """
      INSERT INTO sync_metadata.sync_jobs
        (job_id, deployment_id, cluster_name, client_name, status, triggered_by, sync_type, request)
      VALUES (?, ?, CASE WHEN ?::uuid IS NULL THEN ? END, ?, 'pending', ?, ?, ?::json)
      RETURNING sync_id
      """;
  private static final String ONE_AT_A_TIME =
      "SELECT pg_advisory_xact_lock(hashtextextended('sync_metadata.trigger.' || ?, 0))";
  private static final String UNDER_WAY =
      """
      SELECT j.job_id, j.sync_id, j.status FROM sync_metadata.sync_jobs j
       WHERE j.deployment_id = ? AND j.status IN ('pending', 'running') AND j.sync_type NOT IN ('verify', 'restore')
         AND (j.sync_type = 'full' OR ? <> 'full')
       ORDER BY j.status = 'running' DESC, j.requested_at LIMIT 1
      """;
  private static final String CANCEL =
      """
      UPDATE sync_metadata.sync_jobs
         SET status = 'cancelled', error_message = 'the one who asked does not wait any more'
       WHERE job_id = ? AND status = 'pending'
      """;
  private static final String TAKE_BACK =
      """
      UPDATE sync_metadata.sync_jobs
         SET status = 'cancelled', error_message = 'no node leads: done by the one who asked'
       WHERE job_id = ? AND (status = 'pending' OR status = 'running' AND term = ?)
      """;

  private final Database database;
  private final ClusterName cluster;

  public JobDesk(Database database, ClusterName cluster) {
    this.database = database;
    this.cluster = cluster;
  }

  /** A node that leads and takes up jobs. */
  public record Leading(String node, String machine, long term) {}

  /** A job that was recorded. */
  public record Asked(UUID id, String syncId, String status) {}

  public Optional<Leading> leading() {
    return database.withConnection(
        "ask who leads cluster " + cluster,
        connection -> {
          try (PreparedStatement query = connection.prepareStatement(LEADING)) {
            query.setString(1, cluster.value());
            try (ResultSet row = query.executeQuery()) {
              return row.next()
                  ? Optional.of(
                      new Leading(
                          row.getString("leader_id"),
                          row.getString("machine"),
                          row.getLong("term")))
                  : Optional.empty();
            }
          }
        });
  }

  /**
   * Asks for a run of its own, whatever else is under way: it will see the file as it is now.
   *
   * @param id for the job, so that who never hears whether it was recorded can still cancel it
   */
  public Asked ask(UUID id, JobRequest request) {
    return database.inTransaction(
        "ask for a job of client " + request.client(),
        connection -> insert(connection, id, request, deployment(connection, request.client())));
  }

  /** Asks for a run, or names the one that is under way or waits already. */
  public Asked trigger(UUID id, ClientName client, SyncMode mode, String triggeredBy) {
    return database.inTransaction(
        "trigger a sync of client " + client,
        connection -> {
          Deployment known = known(connection, client);
          JobRequest.Sync request = request(client, known, mode, MassDelete.HOLD, triggeredBy);
          lock(connection, client);
          Optional<Asked> underWay = underWay(connection, known, request.type());
          return underWay.isPresent()
              ? underWay.get()
              : insert(connection, id, request, Optional.of(known));
        });
  }

  /** Asks for a run of its own that no guard holds. */
  public Asked allowMassDelete(UUID id, ClientName client, SyncMode mode, String triggeredBy) {
    return database.inTransaction(
        "ask for a sync of client " + client,
        connection -> {
          Deployment known = known(connection, client);
          return insert(
              connection,
              id,
              request(client, known, mode, MassDelete.ALLOW, triggeredBy),
              Optional.of(known));
        });
  }

  private Deployment known(Connection connection, ClientName client) throws SQLException {
    return deployment(connection, client)
        .orElseThrow(() -> new UnknownClient(client.value(), cluster));
  }

  private static JobRequest.Sync request(
      ClientName client, Deployment known, SyncMode mode, MassDelete deletes, String triggeredBy) {
    return new JobRequest.Sync(
        SyncRequest.of(client, Path.of(known.source()))
            .withMode(mode)
            .withMassDelete(deletes)
            .withTriggeredBy(triggeredBy));
  }

  private record Deployment(UUID id, String source) {}

  private Optional<Deployment> deployment(Connection connection, ClientName client)
      throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(CLIENT)) {
      query.setString(1, client.value());
      query.setString(2, cluster.value());
      try (ResultSet row = query.executeQuery()) {
        return row.next()
            ? Optional.of(new Deployment(row.getObject(1, UUID.class), row.getString(2)))
            : Optional.empty();
      }
    }
  }

  private static void lock(Connection connection, ClientName client) throws SQLException {
    try (PreparedStatement lock = connection.prepareStatement(ONE_AT_A_TIME)) {
      lock.setString(1, client.value());
      lock.execute();
    }
  }

  private static Optional<Asked> underWay(Connection connection, Deployment client, String type)
      throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(UNDER_WAY)) {
      query.setObject(1, client.id());
      query.setString(2, type);
      try (ResultSet row = query.executeQuery()) {
        return row.next()
            ? Optional.of(
                new Asked(row.getObject(1, UUID.class), row.getString(2), row.getString(3)))
            : Optional.empty();
      }
    }
  }

  private Asked insert(
      Connection connection, UUID id, JobRequest request, Optional<Deployment> known)
      throws SQLException {
    UUID deployment = known.map(Deployment::id).orElse(null);
    try (PreparedStatement insert = connection.prepareStatement(ASK)) {
      insert.setObject(1, id);
      insert.setObject(2, deployment, java.sql.Types.OTHER);
      insert.setObject(3, deployment, java.sql.Types.OTHER);
      insert.setString(4, cluster.value());
      insert.setString(5, request.client().value());
      insert.setString(6, request.triggeredBy());
      insert.setString(7, request.type());
      insert.setString(8, JobRequestJson.write(request));
      try (ResultSet row = insert.executeQuery()) {
        row.next();
        return new Asked(id, row.getString(1), "pending");
      }
    }
  }

  /** False: it runs already, or is over. */
  public boolean cancel(UUID job) {
    return update("cancel a job", CANCEL, job) == 1;
  }

  /**
   * Takes a job back because nobody leads: it waits still, or it ran in a term that is over.
   *
   * @param term of the dead leader that had it
   * @return false: it is over, or another leader has it
   */
  public boolean takeBack(UUID job, long term) {
    return update("take a job back", TAKE_BACK, job, term) == 1;
  }

  private int update(String what, String sql, Object... values) {
    return database.inTransaction(
        what,
        connection -> {
          try (PreparedStatement update = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
              update.setObject(i + 1, values[i]);
            }
            return update.executeUpdate();
          }
        });
  }
}
