package dev.tributary.election;

import dev.tributary.api.ClusterName;
import dev.tributary.api.internal.LeaseRow.Mine;
import dev.tributary.api.internal.LeaseRow.Renewal;
import dev.tributary.api.internal.LeaseView;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;

/**
 * Where leases are kept. Used by one thread.
 *
 * <p>After any failure it begins again with a new connection.
 */
interface Leases extends AutoCloseable {

  LeaseView observe(ClusterName cluster) throws SQLException;

  /** Of the database; a token of a later one is later. */
  int timeline() throws SQLException;

  Takeover takeOver(ClusterName cluster, Action.Claim claim) throws SQLException;

  /** Once a takeover is known to all who wait for it: ends what earlier terms left behind. */
  void settle(ClusterName cluster) throws SQLException;

  Renewals renew(List<Renewal> renewals) throws SQLException;

  /** Whether our session holds a lock by which followers see that we live. */
  boolean hasPulse(Mine lease);

  void release(Mine lease) throws SQLException;

  /** Lets go of the connection. */
  @Override
  void close();

  /**
   * @param held the clusters of those that still were held, and have been renewed
   * @param locked of those that somebody has locked: nothing is known of them
   */
  record Renewals(Set<ClusterName> held, Set<ClusterName> locked) {}

  /**
   * @param view what was found, before any change
   */
  record Takeover(Result result, LeaseView view) {
    enum Result {
      TAKEN,
      REFUSED,
      LOCKED
    }
  }
}
