package dev.tributary.api.internal;

import dev.tributary.api.ClusterName;
import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.api.FencingToken;
import dev.tributary.api.NodeId;
import dev.tributary.api.SyncException;
import dev.tributary.api.TargetUnavailable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The statements on {@code sync_metadata.leader_election}. PostgreSQL's clock is the only clock,
 * and of its times only {@code clock_timestamp()}: {@code now()} is the time before a lock was
 * waited for.
 */
public final class LeaseRow {
  private static final String LOCK_NOT_AVAILABLE = "55P03";

  /**
   * Before a statement, in the same message: in the same transaction then, also through a
   * transaction pooler, and in one turn. Who waits for longer would give the connection up, and
   * each one given up stays at the server for as long as the lock does.
   */
  public static final String SHORT_WAIT = "SELECT set_config('lock_timeout', '1s', true);\n";

  private static final String VIEW =
      SHORT_WAIT
          + """
      SELECT term, holder, leader_id, beat, beacon_term IS NOT DISTINCT FROM term AS beacon,
             greatest(0, ceil(extract(epoch FROM expires_at - clock_timestamp()) * 1000))::bigint
               AS millis
        FROM sync_metadata.leader_election WHERE cluster_name = ?
      """;
  private static final String LOCK = VIEW + " FOR UPDATE NOWAIT";

  private static final String FIRST_ROW =
      """
      INSERT INTO sync_metadata.leader_election
        (cluster_name, leader_id, holder, term, acquired_at, renewed_at, expires_at, beat)
      SELECT ?, ?, NULL, coalesce(max(h.term), 0), clock_timestamp() - interval '2 seconds',
             clock_timestamp() - interval '2 seconds', clock_timestamp() - interval '1 second', 0
        FROM sync_metadata.leader_history h WHERE h.cluster_name = ?
      ON CONFLICT (cluster_name) DO NOTHING
      """;
  private static final String TAKE_OVER =
      """
      UPDATE sync_metadata.leader_election
         SET term = term + 1, leader_id = ?, holder = ?, leader_host_id = NULL,
             acquired_at = clock_timestamp(), renewed_at = clock_timestamp(), beat = 0,
             expires_at = clock_timestamp() + ? * interval '1 millisecond'
       WHERE cluster_name = ? AND term = ?
      """;
  private static final String RENEW =
      SHORT_WAIT
          + """
      UPDATE sync_metadata.leader_election e
         SET expires_at = greatest(e.expires_at, clock_timestamp() + ? * interval '1 millisecond'),
             renewed_at = clock_timestamp(), beat = e.beat + 1,
             beacon_term = CASE WHEN mine.beacon THEN e.term ELSE e.beacon_term END
        FROM unnest(?, ?, ?, ?) AS mine (cluster_name, term, holder, beacon)
       WHERE e.cluster_name = mine.cluster_name AND e.term = mine.term AND e.holder = mine.holder
         AND e.expires_at > clock_timestamp()
      RETURNING e.cluster_name
      """;
  private static final String RELEASE =
      SHORT_WAIT
          + """
      UPDATE sync_metadata.leader_election
         SET expires_at = greatest(acquired_at + interval '1 microsecond', clock_timestamp())
       WHERE cluster_name = ? AND term = ? AND holder = ? AND expires_at > clock_timestamp()
      """;
  private static final String UNLOCKED =
      SHORT_WAIT
          + """
      SELECT cluster_name FROM sync_metadata.leader_election WHERE cluster_name = ANY (?)
         FOR NO KEY UPDATE SKIP LOCKED
      """;
  private static final String TIMELINE =
      "SELECT ('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::int";

  private LeaseRow() {}

  /** Looks, without a lock. A table that others have locked fails it with {@link #isLocked}. */
  public static LeaseView observe(Connection connection, ClusterName cluster) throws SQLException {
    return view(connection, VIEW, cluster).orElse(LeaseView.NONE);
  }

  /**
   * Locks the row against everybody and says what is in it then; makes it, if there is none.
   * Judging comes after the lock, for a row that changed while a statement waited is not judged
   * again by all of its conditions.
   *
   * @throws SQLException with a state for which {@link #isLocked} holds, when somebody else has it
   */
  public static LeaseView lock(Connection connection, ClusterName cluster, NodeId node)
      throws SQLException {
    Optional<LeaseView> there = view(connection, LOCK, cluster);
    if (there.isPresent()) {
      return there.get();
    }
    update(connection, FIRST_ROW, cluster.value(), node.value(), cluster.value());
    return view(connection, LOCK, cluster).orElseThrow(() -> mayNotLead(cluster));
  }

  private static ConfigurationInvalid mayNotLead(ClusterName cluster) {
    return new ConfigurationInvalid(
        "this database role may not lead cluster "
            + cluster
            + "; an administrator grants it with: tributary db role --cluster "
            + cluster);
  }

  /** Another session has the row or the table locked; nothing was done. */
  public static boolean isLocked(SQLException e) {
    return LOCK_NOT_AVAILABLE.equals(e.getSQLState());
  }

  /** Makes {@code holder} the leader of the next term, in the transaction of {@link #lock}. */
  public static void takeOver(
      Connection connection, ClusterName cluster, LeaseView locked, NewLeader leader)
      throws SQLException {
    update(
        connection,
        TAKE_OVER,
        leader.node().value(),
        leader.holder(),
        leader.lease().toMillis(),
        cluster.value(),
        locked.term());
  }

  /** Who takes over, and for how long. */
  public record NewLeader(NodeId node, UUID holder, Duration lease) {}

  /** A lease that is ours. */
  public record Mine(ClusterName cluster, FencingToken token) {}

  /**
   * A lease to renew.
   *
   * @param beacon the beacon of its term was held, and whoever reads the row is to know
   */
  public record Renewal(Mine lease, boolean beacon) {}

  /**
   * Renews all in one statement; returns the clusters of those that still were held.
   *
   * @throws SQLException with a state for which {@link #isLocked} holds, when somebody has locked
   *     one of them for a while; then none is renewed
   */
  public static Set<ClusterName> renew(Connection connection, List<Renewal> all, Duration lease)
      throws SQLException {
    Object[] clusters = all.stream().map(r -> r.lease().cluster().value()).toArray();
    Object[] terms = all.stream().map(r -> r.lease().token().term()).toArray();
    Object[] holders = all.stream().map(r -> r.lease().token().holder()).toArray();
    Object[] beacons = all.stream().map(Renewal::beacon).toArray();
    try (PreparedStatement renew = connection.prepareStatement(RENEW)) {
      renew.setLong(1, lease.toMillis());
      renew.setArray(2, connection.createArrayOf("text", clusters));
      renew.setArray(3, connection.createArrayOf("bigint", terms));
      renew.setArray(4, connection.createArrayOf("uuid", holders));
      renew.setArray(5, connection.createArrayOf("boolean", beacons));
      return clusters(renew);
    }
  }

  /** Those whose lease nobody has locked at this moment. */
  public static Set<ClusterName> unlocked(Connection connection, Set<ClusterName> of)
      throws SQLException {
    Object[] names = of.stream().map(ClusterName::value).toArray();
    try (PreparedStatement query = connection.prepareStatement(UNLOCKED)) {
      query.setArray(1, connection.createArrayOf("text", names));
      return clusters(query);
    }
  }

  private static Set<ClusterName> clusters(PreparedStatement statement) throws SQLException {
    Set<ClusterName> found = new HashSet<>();
    try (ResultSet rows = rows(statement)) {
      while (rows.next()) {
        found.add(new ClusterName(rows.getString(1)));
      }
    }
    return found;
  }

  /** Of the statement that {@link #SHORT_WAIT} stands before. */
  public static ResultSet rows(PreparedStatement statement) throws SQLException {
    statement.execute();
    statement.getMoreResults();
    return statement.getResultSet();
  }

  /** Lets the lease run out now, if it still is held. */
  public static void release(Connection connection, ClusterName cluster, FencingToken token)
      throws SQLException {
    update(connection, RELEASE, cluster.value(), token.term(), token.holder());
  }

  /** The timeline of the server's log; fails on a standby. */
  public static int timeline(Connection connection) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(TIMELINE);
        ResultSet row = query.executeQuery()) {
      row.next();
      return row.getInt(1);
    }
  }

  private static Optional<LeaseView> view(Connection connection, String sql, ClusterName cluster)
      throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      query.setString(1, cluster.value());
      try (ResultSet row = rows(query)) {
        return row.next() ? Optional.of(view(row)) : Optional.empty();
      }
    }
  }

  private static LeaseView view(ResultSet row) throws SQLException {
    return new LeaseView(
        row.getLong("term"),
        Optional.ofNullable(row.getObject("holder", UUID.class)),
        row.getString("leader_id"),
        row.getLong("beat"),
        row.getBoolean("beacon"),
        row.getLong("millis"));
  }

  private static void update(Connection connection, String sql, Object... values)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      statement.execute();
    }
  }

  /**
   * @param what the act that failed: "cannot [what]: ..."
   */
  public static SyncException unavailable(String what, SQLException e) {
    String state = e.getSQLState() == null ? "" : e.getSQLState();
    if (state.startsWith("42") || state.startsWith("28") || state.startsWith("3F")) {
      return new ConfigurationInvalid("cannot " + what + ": " + e.getMessage(), e);
    }
    return new TargetUnavailable("cannot " + what + ": " + e.getMessage(), e);
  }
}
