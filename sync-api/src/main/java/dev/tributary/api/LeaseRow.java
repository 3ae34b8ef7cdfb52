package dev.tributary.api;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;

/**
 * The statements on {@code sync_metadata.leader_election}. PostgreSQL's clock is the only clock.
 */
final class LeaseRow {
  private static final String FENCED_OUT = "TB001";
  private static final String LOCK_NOT_AVAILABLE = "55P03";

  private static final String FIRST_ROW =
      """
      INSERT INTO sync_metadata.leader_election
        (cluster_name, leader_id, holder, term, acquired_at, renewed_at, expires_at, beat)
      SELECT ?, ?, NULL, coalesce(max(h.term), 0), clock_timestamp() - interval '2 seconds',
             clock_timestamp() - interval '2 seconds', clock_timestamp() - interval '1 second', 0
        FROM sync_metadata.leader_history h WHERE h.cluster_name = ?
      ON CONFLICT (cluster_name) DO NOTHING
      """;
  private static final String LOCK =
      """
      SELECT term, leader_id, holder, expires_at > clock_timestamp() AS live,
             greatest(0, ceil(extract(epoch FROM expires_at - clock_timestamp())))::int AS seconds
        FROM sync_metadata.leader_election WHERE cluster_name = ? FOR UPDATE NOWAIT
      """;
  private static final String TAKE_OVER =
      """
      UPDATE sync_metadata.leader_election
         SET term = term + 1, leader_id = ?, holder = ?, acquired_at = clock_timestamp(),
             renewed_at = clock_timestamp(), beat = 0,
             expires_at = clock_timestamp() + ? * interval '1 millisecond'
       WHERE cluster_name = ? AND term = ?
      """;
  private static final String RENEW =
      """
      UPDATE sync_metadata.leader_election
         SET expires_at = greatest(expires_at, clock_timestamp() + ? * interval '1 millisecond'),
             renewed_at = clock_timestamp(), beat = beat + 1
       WHERE cluster_name = ? AND term = ? AND holder = ? AND expires_at > clock_timestamp()
      """;
  private static final String RELEASE =
      """
      UPDATE sync_metadata.leader_election
         SET expires_at = greatest(acquired_at + interval '1 microsecond', clock_timestamp())
       WHERE cluster_name = ? AND term = ? AND holder = ? AND expires_at > clock_timestamp()
      """;
  private static final String TIMELINE =
      "SELECT ('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::int";

  private LeaseRow() {}

  /** What the lease row said, and whether it is ours now. */
  record Observed(boolean taken, int timeline, long term, String leader, int secondsLeft) {
    /** Another thread of this process was faster. */
    static Observed takenMeanwhile(NodeId node) {
      return new Observed(true, 0, 0, node.value(), 0);
    }

    String describe(ClusterName cluster) {
      return ("node %s leads cluster %s (term %d, %d s left on its lease); stop it, wait, or run"
              + " this through it")
          .formatted(leader, cluster, term, secondsLeft);
    }
  }

  static Observed take(
      Connection connection, ClusterName cluster, NodeId node, UUID holder, Duration lease)
      throws SQLException {
    connection.setAutoCommit(false);
    try {
      update(connection, FIRST_ROW, cluster.value(), node.value(), cluster.value());
      Observed seen = lockedRow(connection, cluster);
      if (seen.secondsLeft() > 0) {
        connection.rollback();
        return seen;
      }
      long millis = lease.toMillis();
      update(connection, TAKE_OVER, node.value(), holder, millis, cluster.value(), seen.term());
      int timeline = timeline(connection);
      connection.commit();
      return new Observed(true, timeline, seen.term() + 1, node.value(), 0);
    } catch (SQLException e) {
      connection.rollback();
      if (LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
        return new Observed(false, 0, 0, "another process", 1);
      }
      throw e;
    } finally {
      connection.setAutoCommit(true);
    }
  }

  private static Observed lockedRow(Connection connection, ClusterName cluster)
      throws SQLException {
    try (PreparedStatement lock = connection.prepareStatement(LOCK)) {
      lock.setString(1, cluster.value());
      try (ResultSet row = lock.executeQuery()) {
        if (!row.next()) {
          throw new ConfigurationInvalid(
              "this database role may not lead cluster "
                  + cluster
                  + "; an administrator grants it with: tributary db role --cluster "
                  + cluster);
        }
        boolean live = row.getBoolean("live") && row.getObject("holder") != null;
        int seconds = live ? Math.max(1, row.getInt("seconds")) : 0;
        return new Observed(false, 0, row.getLong("term"), row.getString("leader_id"), seconds);
      }
    }
  }

  private static int timeline(Connection connection) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(TIMELINE);
        ResultSet row = query.executeQuery()) {
      row.next();
      return row.getInt(1);
    }
  }

  static boolean renew(
      Connection connection, ClusterName cluster, FencingToken token, Duration lease)
      throws SQLException {
    return update(
            connection, RENEW, lease.toMillis(), cluster.value(), token.term(), token.holder())
        == 1;
  }

  static void release(Connection connection, ClusterName cluster, FencingToken token)
      throws SQLException {
    update(connection, RELEASE, cluster.value(), token.term(), token.holder());
  }

  private static int update(Connection connection, String sql, Object... values)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      return statement.executeUpdate();
    }
  }

  static SyncException fenceFailed(FencingToken token, SQLException e) {
    if (FENCED_OUT.equals(e.getSQLState())) {
      return new LeadershipLost("term " + token.term() + " is over: " + e.getMessage(), e);
    }
    return unavailable("prove term " + token.term(), e);
  }

  static SyncException unavailable(String what, SQLException e) {
    String state = e.getSQLState() == null ? "" : e.getSQLState();
    if (state.startsWith("42") || state.startsWith("28") || state.startsWith("3F")) {
      return new ConfigurationInvalid("cannot " + what + ": " + e.getMessage(), e);
    }
    return new TargetUnavailable("cannot " + what + ": " + e.getMessage(), e);
  }
}
