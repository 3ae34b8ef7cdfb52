package dev.tributary.core.internal.jdbc;

import dev.tributary.api.ConnectionSource;
import dev.tributary.api.Leadership;
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
   * As {@link #inTransaction}, but commits only while the term stands: the proof and the commit are
   * one message. Everything that a leader writes goes this way.
   *
   * @throws dev.tributary.api.LeadershipLost when the term is over; nothing was written
   */
  public <T> T inFencedTransaction(String what, Leadership leadership, SqlFunction<T> body) {
    leadership.check();
    return withConnection(
        what,
        connection ->
            committed(
                connection,
                open -> {
                  TermSession.beShort(open, leadership);
                  return body.apply(open);
                },
                leadership::commitFenced));
  }

  /**
   * Commits when the body returns and rolls back when it throws. Only for what is nobody's term: an
   * administrator's work, what a node says of itself, and what a person asks for.
   *
   * @param what the act, for the message of a failure: "cannot [what]: ..."
   */
  public <T> T inTransaction(String what, SqlFunction<T> body) {
    return withConnection(
        what,
        connection ->
            committed(
                connection,
                open -> {
                  TermSession.beShort(open);
                  return body.apply(open);
                },
                Connection::commit));
  }

  /** Runs the body in auto-commit mode: each statement is a transaction of its own. */
  public <T> T withConnection(String what, SqlFunction<T> body) {
    try (Connection connection = source.connect()) {
      return body.apply(connection);
    } catch (SQLException e) {
      throw SqlStates.toSyncException(what, e);
    }
  }

  private interface Commit {
    void of(Connection connection) throws SQLException;
  }

  private static <T> T committed(Connection connection, SqlFunction<T> body, Commit commit)
      throws SQLException {
    connection.setAutoCommit(false);
    try {
      T result = body.apply(connection);
      commit.of(connection);
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
