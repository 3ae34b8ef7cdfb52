package dev.tributary.core.internal.jdbc;

import dev.tributary.api.Leadership;
import dev.tributary.api.NodeId;
import dev.tributary.api.internal.SessionName;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * What a process that freezes, or loses its network, in the middle of a transaction leaves behind:
 * a session with locks. The next leader ends those that carry the name of an older term.
 */
public final class TermSession {
  private static final NodeId ENGINE = new NodeId("engine");

  /** Between two statements of a short transaction there is nothing to wait for. */
  private static final String SHORT = "SET LOCAL idle_in_transaction_session_timeout = '10s'";

  private TermSession() {}

  /** For {@code application_name}. */
  public static String name(Leadership leadership) {
    return SessionName.of(ENGINE, leadership.token());
  }

  /** PostgreSQL ends the session itself when the transaction stands still. */
  static void beShort(Connection connection) throws SQLException {
    run(connection, SHORT);
  }

  static void beShort(Connection connection, Leadership leadership) throws SQLException {
    run(connection, SHORT + "; SET LOCAL application_name = '" + name(leadership) + "'");
  }

  private static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
