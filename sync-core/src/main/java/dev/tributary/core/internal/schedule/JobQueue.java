package dev.tributary.core.internal.schedule;

import static java.sql.Types.BIGINT;

import dev.tributary.api.ClusterName;
import dev.tributary.api.Leadership;
import dev.tributary.api.NodeId;
import dev.tributary.core.internal.jdbc.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The leader's side of {@code sync_jobs}: takes jobs up, and writes down what became of them. */
final class JobQueue {
  /** A job that nobody could run for so long is not what anybody waits for any more. */
  private static final String ASKED_LATELY =
      "j.requested_at > clock_timestamp() - interval '1 hour'";

  private static final String PENDING =
      """
      SELECT j.job_id, j.request
        FROM sync_metadata.sync_jobs j
        LEFT JOIN sync_metadata.client_deployments d ON d.deployment_id = j.deployment_id
       WHERE j.status = 'pending' AND j.request IS NOT NULL
         AND coalesce(d.cluster_name, j.cluster_name) = ? AND %s
       ORDER BY j.requested_at LIMIT 200
      """
          .formatted(ASKED_LATELY);
  private static final String CLAIM =
      """
      UPDATE sync_metadata.sync_jobs
         SET status = 'running', started_at = clock_timestamp(), term = ?, host = ?,
             attempts = attempts + 1
       WHERE job_id = ? AND status = 'pending'
      RETURNING coalesce((SELECT d.sync_interval FROM sync_metadata.client_deployments d
                           WHERE d.deployment_id = sync_jobs.deployment_id), 300)
      """;
  private static final String REFUSE =
      """
      UPDATE sync_metadata.sync_jobs SET status = 'failed', error_message = ?
       WHERE job_id = ? AND status = 'pending'
      """;
  private static final String BEGIN =
      """
      INSERT INTO sync_metadata.sync_jobs
        (job_id, deployment_id, client_name, status, triggered_by, sync_type, term, host, attempts)
      VALUES (?, ?, ?, 'running', 'scheduler', 'incremental', ?, ?, 1)
      """;
  private static final String SETTLE =
      """
      UPDATE sync_metadata.sync_jobs
         SET status = CASE WHEN status = 'running' THEN ? ELSE status END,
             result = ?::json, error_details = ?::jsonb,
             error_message = coalesce(?, CASE WHEN status <> 'running' THEN error_message END)
       WHERE job_id = ? AND term = ?
      """;
  private static final String RESCHEDULE =
      """
      UPDATE sync_metadata.client_deployments
         SET next_sync_at = coalesce(clock_timestamp() + ?::bigint * interval '1 millisecond',
                                     next_sync_at),
             last_sync_at = CASE WHEN ? = 'unchanged' THEN clock_timestamp() ELSE last_sync_at END,
             last_sync_status = CASE WHEN ? = '' OR ? = 'unchanged'
                 AND last_sync_status IN ('success', 'partial') THEN last_sync_status ELSE ? END,
             last_error = ?
       WHERE client_name = ? AND cluster_name = ?
      """;
  // What somebody asked for is taken up again, unless it seems to be what ends its nodes.
  private static final String REAP =
      """
      UPDATE sync_metadata.sync_jobs j
         SET status = CASE WHEN j.request IS NOT NULL AND j.attempts < 5
                           THEN 'pending' ELSE 'failed' END,
             error_message = 'its leader (' || coalesce(j.host, 'unknown') || ', term ' || j.term
                             || ') is gone',
             error_details = '{"kind": "LEADERSHIP"}'
       WHERE j.status = 'running' AND j.term < ?
         AND (j.cluster_name = ? OR j.deployment_id IN (
              SELECT d.deployment_id FROM sync_metadata.client_deployments d
               WHERE d.cluster_name = ?))
      """;
  private static final String EXPIRE =
      """
      UPDATE sync_metadata.sync_jobs j
         SET status = 'failed', error_message = 'no node took it up within an hour',
             error_details = '{"kind": "TARGET"}'
       WHERE j.status = 'pending' AND NOT (%s)
         AND (j.cluster_name = ? OR j.deployment_id IN (
              SELECT d.deployment_id FROM sync_metadata.client_deployments d
               WHERE d.cluster_name = ?))
      """
          .formatted(ASKED_LATELY);

  private final Database database;
  private final ClusterName cluster;
  private final NodeId node;

  JobQueue(Database database, ClusterName cluster, NodeId node) {
    this.database = database;
    this.cluster = cluster;
    this.node = node;
  }

  /** A job that waits; its request as it stands in its row. */
  record Pending(UUID id, String request) {}

  /** The jobs that wait, the oldest first. */
  List<Pending> pending() {
    return database.withConnection(
        "read the waiting jobs of cluster " + cluster,
        connection -> {
          try (PreparedStatement query = connection.prepareStatement(PENDING)) {
            query.setString(1, cluster.value());
            try (ResultSet rows = query.executeQuery()) {
              List<Pending> pending = new ArrayList<>();
              while (rows.next()) {
                pending.add(new Pending(rows.getObject(1, UUID.class), rows.getString(2)));
              }
              return pending;
            }
          }
        });
  }

  /**
   * Takes a job up.
   *
   * @return the interval of its client; empty: it was cancelled, or is somebody else's now
   */
  Optional<Duration> claim(UUID job, Leadership leadership) {
    return database.inFencedTransaction(
        "take up a job",
        leadership,
        connection -> {
          try (PreparedStatement update = connection.prepareStatement(CLAIM)) {
            update.setLong(1, leadership.token().term());
            update.setString(2, node.value());
            update.setObject(3, job);
            try (ResultSet row = update.executeQuery()) {
              return row.next() ? Optional.of(Duration.ofSeconds(row.getInt(1))) : Optional.empty();
            }
          }
        });
  }

  /** Ends a job whose request nobody can read. */
  void refuse(UUID job, String reason, Leadership leadership) {
    database.inFencedTransaction(
        "refuse a job",
        leadership,
        connection -> {
          try (PreparedStatement update = connection.prepareStatement(REFUSE)) {
            update.setString(1, reason);
            update.setObject(2, job);
            return update.executeUpdate();
          }
        });
  }

  /** Records that a scheduled run of a client begins. */
  UUID begin(DueClient client, Leadership leadership) {
    UUID id = UUID.randomUUID();
    return database.inFencedTransaction(
        "record a job of client " + client.name(),
        leadership,
        connection -> {
          try (PreparedStatement insert = connection.prepareStatement(BEGIN)) {
            insert.setObject(1, id);
            insert.setObject(2, client.id());
            insert.setString(3, client.name().value());
            insert.setLong(4, leadership.token().term());
            insert.setString(5, node.value());
            insert.executeUpdate();
            return id;
          }
        });
  }

  /** Writes what became of a run, and when its client is next: both or neither. */
  void settle(Settlement settled, Leadership leadership) {
    database.inFencedTransaction(
        "record how a run of client " + settled.client() + " ended",
        leadership,
        connection -> {
          settleJob(connection, settled, leadership);
          Optional<String> status = settled.clientStatus();
          return status.isPresent() ? reschedule(connection, settled, status.get()) : 0;
        });
  }

  private static void settleJob(Connection connection, Settlement settled, Leadership leadership)
      throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(SETTLE)) {
      update.setString(1, settled.jobStatus());
      update.setString(2, settled.result().orElse(null));
      update.setString(3, settled.failure().map(JobFailure::json).orElse(null));
      update.setString(4, settled.message().orElse(null));
      update.setObject(5, settled.job());
      update.setLong(6, leadership.token().term());
      update.executeUpdate();
    }
  }

  private int reschedule(Connection connection, Settlement settled, String clientStatus)
      throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(RESCHEDULE)) {
      update.setObject(1, settled.pause().map(Duration::toMillis).orElse(null), BIGINT);
      for (int i = 2; i <= 5; i++) {
        update.setString(i, clientStatus);
      }
      update.setString(6, settled.failure().map(JobFailure::message).orElse(null));
      update.setString(7, settled.client().value());
      update.setString(8, cluster.value());
      return update.executeUpdate();
    }
  }

  /** Takes back what leaders before this one left running, and ends what waited for too long. */
  int reap(Leadership leadership) {
    return database.inFencedTransaction(
        "take up the jobs of former leaders",
        leadership,
        connection -> {
          try (PreparedStatement reap = connection.prepareStatement(REAP);
              PreparedStatement expire = connection.prepareStatement(EXPIRE)) {
            reap.setLong(1, leadership.token().term());
            reap.setString(2, cluster.value());
            reap.setString(3, cluster.value());
            expire.setString(1, cluster.value());
            expire.setString(2, cluster.value());
            return reap.executeUpdate() + expire.executeUpdate();
          }
        });
  }
}
