package dev.tributary.election;

import dev.tributary.api.ConnectionSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.postgresql.PGConnection;

/**
 * A connection that an elector has for itself. It gives up on a silent server after a while, and
 * names no prepared statements, which a transaction pooler would send to another session.
 */
final class OwnConnection implements AutoCloseable {
  private final Connection connection;

  private OwnConnection(Connection connection) {
    this.connection = connection;
  }

  static OwnConnection open(ConnectionSource source, Duration silence) throws SQLException {
    OwnConnection opened = new OwnConnection(source.connect());
    try {
      opened.connection.setAutoCommit(true);
      opened.connection.setNetworkTimeout(Runnable::run, (int) silence.toMillis());
      if (opened.connection.isWrapperFor(PGConnection.class)) {
        opened.connection.unwrap(PGConnection.class).setPrepareThreshold(0);
      }
      return opened;
    } catch (SQLException e) {
      opened.close();
      throw e;
    }
  }

  Connection jdbc() {
    return connection;
  }

  PGConnection postgres() throws SQLException {
    return connection.unwrap(PGConnection.class);
  }

  void run(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Without a word to the server, which may be the one that does not answer. */
  @Override
  public void close() {
    try {
      connection.abort(Runnable::run);
    } catch (SQLException e) {
      // It is gone, which is what was asked for.
      return;
    }
  }
}
