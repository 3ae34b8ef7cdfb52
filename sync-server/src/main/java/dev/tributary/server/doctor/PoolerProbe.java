package dev.tributary.server.doctor;

import dev.tributary.api.ConnectionSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Finds out whether a session keeps its server process: a transaction pooler lends one to each
 * transaction, so another session gets ours as soon as we pause, and what we set is gone.
 */
final class PoolerProbe {
  private static final String MARK = "SET tributary.probe = 'ours'";
  private static final String LOOK =
      "SELECT pg_backend_pid(), coalesce(current_setting('tributary.probe', true), '')";
  private static final String SELF = "SELECT pg_backend_pid()";

  private PoolerProbe() {}

  static boolean lendsTransactions(ConnectionSource connections) throws SQLException {
    try (Connection ours = connections.connect();
        Connection another = connections.connect()) {
      run(ours, MARK);
      String before = Asked.one(ours, SELF);
      another.setAutoCommit(false); // keeps whatever process it gets
      if (Asked.one(another, SELF).equals(before)) {
        return true; // to ask again might wait for a process that is never free
      }
      var after = Asked.row(ours, LOOK);
      another.rollback();
      run(ours, "RESET tributary.probe");
      return !after.get(0).equals(before) || !after.get(1).equals("ours");
    }
  }

  private static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
