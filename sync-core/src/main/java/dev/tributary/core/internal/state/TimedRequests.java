package dev.tributary.core.internal.state;

import dev.tributary.api.ConnectionSource;
import dev.tributary.api.SqlFunction;
import dev.tributary.core.internal.jdbc.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/**
 * Questions to PostgreSQL that end in time also when the network swallows them. The connection goes
 * back to its pool with the time limit that it came with.
 */
final class TimedRequests {
  private final Database database;
  private final int limitMs;

  TimedRequests(ConnectionSource source, Duration limit) {
    this.database = new Database(source);
    this.limitMs = Math.toIntExact(limit.toMillis());
  }

  <T> T ask(String what, SqlFunction<T> body) {
    return database.withConnection(what, connection -> timed(connection, body));
  }

  <T> T timed(Connection connection, SqlFunction<T> body) throws SQLException {
    int before = connection.getNetworkTimeout();
    connection.setNetworkTimeout(Runnable::run, limitMs);
    try {
      return body.apply(connection);
    } finally {
      if (!connection.isClosed()) {
        connection.setNetworkTimeout(Runnable::run, before);
      }
    }
  }
}
