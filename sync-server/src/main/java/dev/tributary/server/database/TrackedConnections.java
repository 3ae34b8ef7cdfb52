package dev.tributary.server.database;

import dev.tributary.api.ConnectionSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;

/**
 * Connections of one command. When the process is told to end, the open ones are cut, so that a
 * command that waits for PostgreSQL comes back and cleans up; new ones may be opened for that.
 */
final class TrackedConnections implements ConnectionSource, AutoCloseable {
  private final ConnectionSource source;
  private final Thread hook = new Thread(this::abort, "tributary-abort");

  // Guarded by this
  private final Set<Connection> opened = Collections.newSetFromMap(new WeakHashMap<>());

  private TrackedConnections(ConnectionSource source) {
    this.source = source;
  }

  static TrackedConnections over(ConnectionSource source) {
    TrackedConnections tracked = new TrackedConnections(source);
    Runtime.getRuntime().addShutdownHook(tracked.hook);
    return tracked;
  }

  @Override
  public Connection connect() throws SQLException {
    Connection connection = source.connect();
    synchronized (this) {
      opened.add(connection);
    }
    return connection;
  }

  private synchronized void abort() {
    for (Connection connection : opened) {
      try {
        connection.abort(Runnable::run);
      } catch (SQLException e) {
        continue; // it is closed already, which is what was wanted
      }
    }
    opened.clear();
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      return; // the process ends already and the hook runs
    }
  }
}
