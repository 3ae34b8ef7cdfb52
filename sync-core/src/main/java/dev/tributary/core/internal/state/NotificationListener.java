package dev.tributary.core.internal.state;

import dev.tributary.api.ConnectionSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.function.Predicate;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds one connection that listens, and rings the bell for each notification. A notification is
 * only a wake-up: losing one costs time, never truth.
 */
final class NotificationListener implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(NotificationListener.class);
  private static final int SLICE_MS = 1_000;
  private static final long RETRY = 1_000_000_000L;

  private final ConnectionSource connections;
  private final String channel;
  private final Canary canary;
  private final Predicate<String> counts;
  private final Bell bell;
  private final Bell retry = new Bell();
  private final NodeThread thread;
  private volatile boolean closed;
  private volatile Optional<Connection> open = Optional.empty();

  NotificationListener(
      ConnectionSource connections,
      String channel,
      Canary canary,
      Predicate<String> counts,
      Bell bell,
      String threadName) {
    this.connections = connections;
    this.channel = channel;
    this.canary = canary;
    this.counts = counts;
    this.bell = bell;
    this.thread = NodeThread.started(threadName, this::listenUntilClosed);
  }

  private void listenUntilClosed() throws InterruptedException {
    while (!closed) {
      try (Connection connection = connections.connect()) {
        open = Optional.of(connection);
        listen(connection);
      } catch (SQLException | RuntimeException | Error e) {
        LOG.debug("the connection that listens for state is gone: {}", e.getMessage());
      }
      open = Optional.empty();
      canary.forget();
      bell.ring(); // the database may be away: the follower finds out at once
      retry.await(RETRY);
    }
  }

  private void listen(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("LISTEN " + channel);
    }
    canary.forget();
    bell.ring(); // whatever was told before is caught up with one read
    PGConnection listening = connection.unwrap(PGConnection.class);
    while (!closed) {
      PGNotification[] told = listening.getNotifications(SLICE_MS);
      if (told != null) {
        for (PGNotification one : told) {
          hear(one.getParameter());
        }
      }
    }
  }

  private void hear(String payload) {
    if (counts.test(payload) && !canary.hears(payload)) {
      bell.ring();
    }
  }

  /** Closing the connection ends the wait for its next notification. */
  @Override
  public void close() {
    closed = true;
    open.ifPresent(NotificationListener::abort);
    thread.close();
  }

  private static void abort(Connection connection) {
    try {
      connection.abort(Runnable::run);
    } catch (SQLException e) {
      LOG.debug("a connection that is closed anyhow could not be aborted: {}", e.getMessage());
    }
  }
}
