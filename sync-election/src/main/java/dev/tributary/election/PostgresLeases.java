package dev.tributary.election;

import dev.tributary.api.ClusterName;
import dev.tributary.api.ConnectionSource;
import dev.tributary.api.internal.LeaseRow;
import dev.tributary.api.internal.LeaseRow.Mine;
import dev.tributary.api.internal.LeaseRow.NewLeader;
import dev.tributary.api.internal.LeaseRow.Renewal;
import dev.tributary.api.internal.LeaseView;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The leases in {@code sync_metadata.leader_election}, over the control connection. */
final class PostgresLeases implements Leases {
  /** Payload: the cluster and its term, or a canary. */
  static final String CHANNEL = "sync_election";

  private static final Logger LOG = LoggerFactory.getLogger(PostgresLeases.class);

  /** It is the commit that waits, for others that notify. */
  private static final String TELL = LeaseRow.SHORT_WAIT + "SELECT pg_notify(?, ?)";

  private static final String SHORT_TRANSACTION =
      """
      SET LOCAL statement_timeout = '3s';
      SET LOCAL idle_in_transaction_session_timeout = '3s'\
      """;

  /**
   * Sessions of earlier terms that still hold locks: their process froze, or the network took it
   * away. Those of the present term only if it may be taken over. Of the same role only, for others
   * may not be ended.
   */
  private static final String END_OLDER_SESSIONS =
      LeaseRow.SHORT_WAIT
          + """
      SELECT pg_terminate_backend(a.pid)
        FROM sync_metadata.leader_election e
        JOIN sync_metadata.leader_history h
          ON h.cluster_name = e.cluster_name AND h.term BETWEEN e.term - 100 AND e.term
        JOIN pg_stat_activity a
          ON a.application_name LIKE 'tributary/%/' || h.term || '/' || left(h.holder::text, 8)
       WHERE e.cluster_name = ? AND a.datname = current_database() AND a.usename = session_user
         AND a.pid <> pg_backend_pid()
         AND EXISTS (SELECT FROM pg_locks l WHERE l.pid = a.pid AND l.granted
                        AND l.locktype IN ('relation', 'transactionid'))
         AND (h.term < e.term OR e.expires_at <= clock_timestamp() OR (e.term = ? AND e.beat = ?))
      """;

  private final ConnectionSource connections;
  private final NewLeader me;
  private final Duration silence;
  private final Pulses pulses = new Pulses();

  private Optional<OwnConnection> open = Optional.empty();
  private int timeline;

  PostgresLeases(ConnectionSource connections, NewLeader me, Duration silence) {
    this.connections = connections;
    this.me = me;
    this.silence = silence;
  }

  Pulses pulses() {
    return pulses;
  }

  private OwnConnection control() throws SQLException {
    if (open.isEmpty()) {
      OwnConnection opened = OwnConnection.open(connections, silence);
      open = Optional.of(opened);
      pulses.forget();
      timeline = LeaseRow.timeline(opened.jdbc());
    }
    return open.get();
  }

  @Override
  public LeaseView observe(ClusterName cluster) throws SQLException {
    return LeaseRow.observe(control().jdbc(), cluster);
  }

  @Override
  public int timeline() throws SQLException {
    control();
    return timeline;
  }

  @Override
  public Takeover takeOver(ClusterName cluster, Action.Claim claim) throws SQLException {
    OwnConnection control = control();
    try {
      control.jdbc().setAutoCommit(false);
      Takeover done = tryTakeOver(control, cluster, claim);
      control.jdbc().setAutoCommit(true);
      return done;
    } catch (SQLException e) {
      if (!LeaseRow.isLocked(e)) {
        throw e;
      }
      control.jdbc().rollback();
      control.jdbc().setAutoCommit(true);
      endOlderSessions(control, cluster, claim);
      return new Takeover(Takeover.Result.LOCKED, LeaseView.NONE);
    }
  }

  private Takeover tryTakeOver(OwnConnection control, ClusterName cluster, Action.Claim claim)
      throws SQLException {
    Connection connection = control.jdbc();
    control.run(SHORT_TRANSACTION);
    LeaseView found = LeaseRow.lock(connection, cluster, me.node());
    boolean deserted = found.term() == claim.term() && found.beat() == claim.beat();
    if (found.live() && !deserted) {
      connection.rollback();
      return new Takeover(Takeover.Result.REFUSED, found);
    }
    LeaseRow.takeOver(connection, cluster, found, me);
    tell(connection, cluster.value() + " " + (found.term() + 1));
    connection.commit();
    return new Takeover(Takeover.Result.TAKEN, found);
  }

  @Override
  public void settle(ClusterName cluster) throws SQLException {
    endOlderSessions(control(), cluster, Action.Claim.NONE);
  }

  private static void endOlderSessions(
      OwnConnection control, ClusterName cluster, Action.Claim claim) throws SQLException {
    try (PreparedStatement end = control.jdbc().prepareStatement(END_OLDER_SESSIONS)) {
      end.setString(1, cluster.value());
      end.setLong(2, claim.term());
      end.setLong(3, claim.beat());
      int ended = 0;
      try (var rows = LeaseRow.rows(end)) {
        while (rows.next()) {
          ended++;
        }
      }
      if (ended > 0) {
        LOG.warn("ended {} sessions of earlier leaders of cluster {}", ended, cluster);
      }
    }
  }

  @Override
  public Renewals renew(List<Renewal> renewals) throws SQLException {
    OwnConnection control = control();
    pulses.hold(control, renewals.stream().map(Renewal::lease).toList());
    Renewals done = renewUnlocked(control.jdbc(), renewals);
    for (Renewal one : renewals) {
      ClusterName cluster = one.lease().cluster();
      if (!done.held().contains(cluster) && !done.locked().contains(cluster)) {
        pulses.drop(control, one.lease());
      }
    }
    return done;
  }

  /** One lease that somebody has locked does not cost the others theirs. */
  private Renewals renewUnlocked(Connection connection, List<Renewal> renewals)
      throws SQLException {
    try {
      return new Renewals(LeaseRow.renew(connection, renewals, me.lease()), Set.of());
    } catch (SQLException e) {
      if (!LeaseRow.isLocked(e) || renewals.size() == 1) {
        throw e;
      }
      Set<ClusterName> locked =
          renewals.stream().map(r -> r.lease().cluster()).collect(Collectors.toSet());
      locked.removeAll(LeaseRow.unlocked(connection, locked));
      List<Renewal> others =
          renewals.stream().filter(r -> !locked.contains(r.lease().cluster())).toList();
      if (others.isEmpty()) {
        throw e;
      }
      return new Renewals(LeaseRow.renew(connection, others, me.lease()), locked);
    }
  }

  @Override
  public boolean hasPulse(Mine lease) {
    return pulses.isHeld(lease);
  }

  @Override
  public void release(Mine lease) throws SQLException {
    OwnConnection control = control();
    LeaseRow.release(control.jdbc(), lease.cluster(), lease.token());
    tell(control.jdbc(), lease.cluster().value() + " " + lease.token().term());
    pulses.drop(control, lease);
  }

  /** Sends a notification to everybody, ourselves included. */
  void tell(String payload) throws SQLException {
    tell(control().jdbc(), payload);
  }

  private static void tell(Connection connection, String payload) throws SQLException {
    try (PreparedStatement notify = connection.prepareStatement(TELL)) {
      notify.setString(1, CHANNEL);
      notify.setString(2, payload);
      notify.execute();
    }
  }

  @Override
  public void close() {
    open.ifPresent(OwnConnection::close);
    open = Optional.empty();
  }
}
