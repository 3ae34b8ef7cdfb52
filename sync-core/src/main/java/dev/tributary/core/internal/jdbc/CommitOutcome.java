package dev.tributary.core.internal.jdbc;

import dev.tributary.api.ConnectionSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What became of a transaction whose answer to COMMIT was lost.
 *
 * <p>ABORTED is certain. COMMITTED is not, if the server crashed meanwhile: a crash may forget a
 * transaction and give its number to another. So a caller then looks for what it wrote.
 */
public enum CommitOutcome {
  COMMITTED,
  ABORTED,
  UNKNOWN;

  private static final int TRIES = 40;

  /** What PostgreSQL says of a number that it has not given out yet. */
  private static final String IN_THE_FUTURE = "22023";

  private static final String STATUS = "SELECT pg_xact_status(?::text::xid8)";
  private static final String END_IT =
      """
      SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE backend_xid = (?::text::bigint & 4294967295)::text::xid AND pid <> pg_backend_pid()
      """;

  /** Asks until the transaction is over; its old session is ended so that it cannot linger. */
  public static CommitOutcome of(ConnectionSource connections, long xid) {
    for (int i = 0; i < TRIES; i++) {
      try (Connection connection = connections.connect()) {
        String status = ask(connection, STATUS, xid);
        if (!"in progress".equals(status)) {
          return "committed".equals(status)
              ? COMMITTED
              : "aborted".equals(status) ? ABORTED : UNKNOWN;
        }
        ask(connection, END_IT, xid);
      } catch (SQLException e) {
        if (IN_THE_FUTURE.equals(e.getSQLState())) {
          return ABORTED; // a crash has forgotten it, number and all
        }
        // Still away: asked again below, until the tries are used up.
      }
      if (!pause()) {
        return UNKNOWN;
      }
    }
    return UNKNOWN;
  }

  private static String ask(Connection connection, String sql, long xid) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      query.setString(1, Long.toString(xid));
      try (ResultSet row = query.executeQuery()) {
        return row.next() ? String.valueOf(row.getString(1)) : "";
      }
    }
  }

  private static boolean pause() {
    try {
      new CountDownLatch(1).await(250, TimeUnit.MILLISECONDS);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
