package dev.tributary.core.state;

import dev.tributary.api.ConnectionSource;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Keeps connections as an application's pool does: closing one gives it back, a broken one goes.
 */
final class SmallPool implements ConnectionSource, AutoCloseable {
  private final ConnectionSource source;
  // Guarded by this
  private final Deque<Connection> idle = new ArrayDeque<>();
  private boolean closed;

  SmallPool(ConnectionSource source) {
    this.source = source;
  }

  @Override
  public Connection connect() throws SQLException {
    Connection kept = take();
    while (kept != null && kept.isClosed()) {
      kept = take();
    }
    return lent(kept == null ? source.connect() : kept);
  }

  private synchronized Connection take() {
    return idle.pollFirst();
  }

  private Connection lent(Connection real) {
    return (Connection)
        Proxy.newProxyInstance(
            Connection.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (self, method, arguments) -> {
              if (method.getName().equals("close")) {
                giveBack(real);
                return null;
              }
              try {
                return method.invoke(real, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private synchronized void giveBack(Connection real) throws SQLException {
    if (closed || real.isClosed()) {
      real.close();
    } else if (!idle.contains(real)) {
      idle.addFirst(real);
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    idle.forEach(SmallPool::end);
    idle.clear();
  }

  private static void end(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }
}
