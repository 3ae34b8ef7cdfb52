package dev.tributary.election;

import dev.tributary.api.ClusterName;
import dev.tributary.api.ConnectionSource;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;

/**
 * The session whose end tells followers that its leader is gone. PostgreSQL ends it by itself when
 * the leader's host does not acknowledge for 4 s, or the leader itself is silent for so long.
 */
final class BeaconSession implements AutoCloseable {
  private static final String SILENT_LEADER_ENDS =
      """
      SET tcp_keepalives_idle = 2;
      SET tcp_keepalives_interval = 1;
      SET tcp_keepalives_count = 3;
      SET tcp_user_timeout = 4000;
      SET idle_session_timeout = 4000\
      """;
  private static final String TAKE = "SELECT pg_try_advisory_lock(hashtextextended(?, 0))";
  private static final String RELEASE = "SELECT pg_advisory_unlock(hashtextextended(?, 0))";

  /**
   * Whether somebody has it: asked by taking it for a moment, together with any other follower. To
   * wait for it would hold a snapshot, and with it vacuum in the whole database.
   */
  private static final String IS_HELD =
      """
      SELECT CASE WHEN pg_try_advisory_lock_shared(hashtextextended(?, 0))
                  THEN NOT pg_advisory_unlock_shared(hashtextextended(?, 0))
                  ELSE true END
      """;

  enum Sight {
    HELD,
    /** The beacon is free, and the leader's control session still stands. */
    ONLY_PULSE,
    FREE
  }

  private final OwnConnection connection;

  private BeaconSession(OwnConnection connection) {
    this.connection = connection;
  }

  static BeaconSession open(ConnectionSource source, Duration silence, String name)
      throws SQLException {
    BeaconSession session = new BeaconSession(OwnConnection.open(source, silence));
    try {
      session.connection.run("SET application_name = '" + name + "'");
      session.connection.run(SILENT_LEADER_ENDS);
      session.connection.run("LISTEN " + PostgresLeases.CHANNEL);
      return session;
    } catch (SQLException e) {
      session.close();
      throw e;
    }
  }

  void ping() throws SQLException {
    connection.run("SELECT 1");
  }

  /** Ends early when the lease changes hands, and fails at once when the session is ended. */
  void sleep(int millis) throws SQLException {
    connection.postgres().getNotifications(millis);
  }

  boolean take(ClusterName cluster, long term) throws SQLException {
    return ask(TAKE, BeaconKeys.beacon(cluster, term));
  }

  void release(ClusterName cluster, long term) throws SQLException {
    ask(RELEASE, BeaconKeys.beacon(cluster, term));
  }

  Sight look(ClusterName cluster, long term) throws SQLException {
    String beacon = BeaconKeys.beacon(cluster, term);
    if (ask(IS_HELD, beacon, beacon)) {
      return Sight.HELD;
    }
    String pulse = BeaconKeys.pulse(cluster, term);
    return ask(IS_HELD, pulse, pulse) ? Sight.ONLY_PULSE : Sight.FREE;
  }

  private boolean ask(String sql, String... keys) throws SQLException {
    try (PreparedStatement statement = connection.jdbc().prepareStatement(sql)) {
      for (int i = 0; i < keys.length; i++) {
        statement.setString(i + 1, keys[i]);
      }
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getBoolean(1);
      }
    }
  }

  @Override
  public void close() {
    connection.close();
  }
}
