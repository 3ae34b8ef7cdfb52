package dev.tributary.core.internal.jdbc;

import dev.tributary.api.ConnectionSource;
import dev.tributary.api.SqlFunction;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;

/**
 * Runs JDBC code on a connection of its own.
 *
 * <p>A body either commits as a whole or leaves nothing behind, and its {@link SQLException}
 * arrives as a {@link dev.tributary.api.SyncException} that says what the caller can do.
 */
public final class Database {
  private final ConnectionSource source;

  public Database(ConnectionSource source) {
    this.source = Objects.requireNonNull(source, "source");
  }

  /**
   * Commits when the body returns and rolls back when it throws.
   *
   * @param what the act, for the message of a failure: "cannot [what]: ..."
   */
  public <T> T inTransaction(String what, SqlFunction<T> body) {
    return withConnection(what, connection -> committed(connection, body));
  }

  /** Runs the body in auto-commit mode: each statement is a transaction of its own. */
  public <T> T withConnection(String what, SqlFunction<T> body) {
    try (Connection connection = source.connect()) {
      return body.apply(connection);
    } catch (SQLException e) {
      throw SqlStates.toSyncException(what, e);
    }
  }

  private static <T> T committed(Connection connection, SqlFunction<T> body) throws SQLException {
    connection.setAutoCommit(false);
    try {
      T result = body.apply(connection);
      connection.commit();
      connection.setAutoCommit(true);
      return result;
    } catch (SQLException | RuntimeException | Error e) {
      abandon(connection, e);
      throw e;
    }
  }

  private static void abandon(Connection connection, Throwable cause) {
    try {
      connection.rollback();
      connection.setAutoCommit(true);
    } catch (SQLException e) {
      cause.addSuppressed(e); // the connection is gone, and its transaction with it
    }
  }
}
