package dev.tributary.server.database;

import dev.tributary.api.ConnectionSource;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;

/**
 * Connections that are used again within one command: proving a password to PostgreSQL takes longer
 * than most of what a command asks.
 *
 * <p>Only a connection outside any transaction is kept. Whoever changes settings of a session must
 * undo them himself; within Tributary all settings end with their transaction.
 */
final class KeptConnections implements ConnectionSource, AutoCloseable {
  private static final long TRUSTED_NANOS = Duration.ofMillis(500).toNanos();
  private static final int VALID_WITHIN_SECONDS = 5;
  private static final int MOST = 8;

  private record Idle(Connection connection, long since) {}

  private final ConnectionSource source;
  private final LongSupplier nanoTime;

  // Guarded by this
  private final Deque<Idle> idle = new ArrayDeque<>();
  // Guarded by this
  private boolean closed;

  KeptConnections(ConnectionSource source, LongSupplier nanoTime) {
    this.source = source;
    this.nanoTime = nanoTime;
  }

  @Override
  public Connection connect() throws SQLException {
    Optional<Connection> kept = take();
    return lend(kept.isPresent() ? kept.get() : source.connect());
  }

  private Optional<Connection> take() throws SQLException {
    for (Idle next = poll(); next != null; next = poll()) {
      Connection connection = next.connection();
      boolean fresh = nanoTime.getAsLong() - next.since() < TRUSTED_NANOS;
      if (!connection.isClosed() && (fresh || connection.isValid(VALID_WITHIN_SECONDS))) {
        return Optional.of(connection);
      }
      connection.close();
    }
    return Optional.empty();
  }

  private synchronized Idle poll() {
    return idle.pollLast();
  }

  private Connection lend(Connection connection) {
    return (Connection)
        Proxy.newProxyInstance(
            Connection.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            new Loan(connection));
  }

  private void giveBack(Connection connection) throws SQLException {
    if (!isClean(connection) || !keep(connection)) {
      connection.close();
    }
  }

  private static boolean isClean(Connection connection) throws SQLException {
    return !connection.isClosed()
        && connection.getAutoCommit()
        && connection.unwrap(BaseConnection.class).getTransactionState() == TransactionState.IDLE;
  }

  private synchronized boolean keep(Connection connection) {
    return !closed && idle.size() < MOST && idle.add(new Idle(connection, nanoTime.getAsLong()));
  }

  /** Ends the connections that nobody uses. Those lent are ended when they are given back. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    for (Idle next = poll(); next != null; next = poll()) {
      try {
        next.connection().close();
      } catch (SQLException e) {
        continue; // its server is gone, and so is it
      }
    }
  }

  /** The real connection, until whoever has it closes it. */
  private final class Loan implements InvocationHandler {
    private final Connection connection;
    private boolean returned;

    Loan(Connection connection) {
      this.connection = connection;
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
      switch (method.getName()) {
        case "close" -> {
          close();
          return null;
        }
        case "isClosed" -> {
          return returned || connection.isClosed();
        }
        case "equals" -> {
          return proxy == arguments[0];
        }
        case "hashCode" -> {
          return System.identityHashCode(proxy);
        }
        default -> {
          return call(method, arguments);
        }
      }
    }

    private Object call(Method method, Object[] arguments) throws Throwable {
      if (returned) {
        throw new SQLException("the connection was given back", "08003");
      }
      try {
        return method.invoke(connection, arguments);
      } catch (InvocationTargetException e) {
        throw e.getCause();
      }
    }

    private void close() throws SQLException {
      if (!returned) {
        returned = true;
        giveBack(connection);
      }
    }
  }
}
