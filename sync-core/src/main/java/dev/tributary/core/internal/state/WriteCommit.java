package dev.tributary.core.internal.state;

import dev.tributary.api.ClusterName;
import dev.tributary.api.ConnectionSource;
import dev.tributary.api.Leadership;
import dev.tributary.api.SqlFunction;
import dev.tributary.api.StateEntry;
import dev.tributary.api.TargetUnavailable;
import dev.tributary.core.internal.jdbc.CommitOutcome;
import dev.tributary.core.internal.jdbc.SqlStates;
import dev.tributary.core.internal.state.WriteFate.Fate;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Commits writes. A commit whose answer was lost is asked for, never assumed: what is returned was
 * written, and a failure says whether it may have been.
 */
final class WriteCommit {
  private final ConnectionSource connections;
  private final TimedRequests requests;
  private final WriteFate fates;

  WriteCommit(ConnectionSource connections, TimedRequests requests, ClusterName cluster) {
    this.connections = connections;
    this.requests = requests;
    this.fates = new WriteFate(requests, cluster);
  }

  Optional<StateEntry> inTransaction(String what, SqlFunction<Optional<Written>> body) {
    try (Connection connection = connections.connect()) {
      return requests.timed(connection, open -> committed(what, open, body)).map(Written::entry);
    } catch (SQLException e) {
      throw SqlStates.toSyncException(what, e);
    }
  }

  private Optional<Written> committed(
      String what, Connection connection, SqlFunction<Optional<Written>> body) throws SQLException {
    connection.setAutoCommit(false);
    Optional<Written> written;
    try {
      written = body.apply(connection);
    } catch (SQLException | RuntimeException | Error e) {
      abandon(connection, e);
      throw e;
    }
    try {
      connection.commit();
      connection.setAutoCommit(true);
    } catch (SQLException e) {
      settle(what, written, e);
    }
    return written;
  }

  /** Returns when it was committed all the same. */
  private void settle(String what, Optional<Written> written, Exception lost) {
    if (written.isEmpty()) {
      return;
    }
    Fate fate =
        switch (CommitOutcome.of(connections, written.get().xid())) {
          case COMMITTED -> fates.of(written.get());
          case ABORTED -> Fate.NOT_WRITTEN;
          case UNKNOWN -> Fate.NOBODY_KNOWS; // it may still be under way
        };
    switch (fate) {
      case WRITTEN -> {}
      case NOT_WRITTEN ->
          throw new TargetUnavailable("cannot " + what + ": nothing was written", lost);
      case NOBODY_KNOWS ->
          throw new TargetUnavailable(
              "cannot "
                  + what
                  + ": PostgreSQL was away and did not say whether it was written; read it again",
              lost);
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

  Optional<StateEntry> fenced(
      String what, Leadership leadership, SqlFunction<Optional<Written>> body) {
    AtomicReference<Optional<Written>> written = new AtomicReference<>(Optional.empty());
    try {
      return leadership
          .callFenced(
              connection -> {
                written.set(body.apply(connection));
                return written.get();
              })
          .map(Written::entry);
    } catch (TargetUnavailable e) {
      settle(what, written.get(), e);
      return written.get().map(Written::entry).or(() -> rethrow(e));
    }
  }

  private static Optional<StateEntry> rethrow(TargetUnavailable e) {
    throw e;
  }
}
