package dev.tributary.election;

import dev.tributary.api.internal.LeaseRow.Mine;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A second beacon, held by the control connection. A follower that finds the first one free and
 * this one held waits longer: probably the leader lives, and only its beacon's connection broke.
 */
final class Pulses {
  /** An idle session of a host that is gone has to end soon. */
  static final String KEEPALIVE =
      """
      SET tcp_keepalives_idle = 2;
      SET tcp_keepalives_interval = 1;
      SET tcp_keepalives_count = 3;
      SET tcp_user_timeout = 4000\
      """;

  private static final String LOCK = "SELECT pg_try_advisory_lock(hashtextextended(?, 0))";
  private static final String UNLOCK = "SELECT pg_advisory_unlock(hashtextextended(?, 0))";

  private final Set<Mine> held = new HashSet<>();
  private boolean prepared;

  // Written by the elector's thread: through a transaction pooler, a session means nothing
  private volatile ElectionMode mode = ElectionMode.POLL;

  void mode(ElectionMode now) {
    mode = now;
  }

  /** The connection is a new one. */
  void forget() {
    held.clear();
    prepared = false;
  }

  void hold(OwnConnection control, List<Mine> leases) throws SQLException {
    if (mode == ElectionMode.POLL) {
      return;
    }
    if (!prepared) {
      control.run(KEEPALIVE);
      prepared = true;
    }
    for (Mine lease : leases) {
      if (!held.contains(lease) && run(control, LOCK, lease)) {
        held.add(lease);
      }
    }
  }

  boolean isHeld(Mine lease) {
    return held.contains(lease);
  }

  void drop(OwnConnection control, Mine lease) throws SQLException {
    if (held.remove(lease)) {
      run(control, UNLOCK, lease);
    }
  }

  private static boolean run(OwnConnection control, String sql, Mine lease) throws SQLException {
    try (PreparedStatement statement = control.jdbc().prepareStatement(sql)) {
      statement.setString(1, BeaconKeys.pulse(lease.cluster(), lease.token().term()));
      try (var row = statement.executeQuery()) {
        row.next();
        return row.getBoolean(1);
      }
    }
  }
}
