package dev.tributary.benchmarks.server;

import dev.tributary.api.ConnectionSource;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * Connections that are kept open between uses, as a pool does, and whose round trips are counted
 * and timed.
 */
public final class WatchedConnections implements ConnectionSource, AutoCloseable {
  private static final Set<String> TRIPS =
      Set.of("execute", "executeQuery", "executeUpdate", "executeBatch", "commit", "rollback");

  private final Login login;
  private final ConcurrentLinkedDeque<Connection> idle = new ConcurrentLinkedDeque<>();
  private final ThreadLocal<long[]> trips = ThreadLocal.withInitial(() -> new long[2]);

  public WatchedConnections(Login login) {
    this.login = login;
  }

  @Override
  public Connection connect() throws SQLException {
    Connection kept = idle.pollFirst();
    Connection real =
        kept != null
            ? kept
            : DriverManager.getConnection(login.jdbcUrl(), login.user(), login.password());
    return watched(Connection.class, real, new Lent(real));
  }

  /** Round trips to PostgreSQL that this thread made. */
  public long trips() {
    return trips.get()[0];
  }

  /** Time that this thread spent in them. */
  public long nanos() {
    return trips.get()[1];
  }

  private static <T> T watched(Class<T> type, T real, InvocationHandler handler) {
    return type.cast(
        Proxy.newProxyInstance(real.getClass().getClassLoader(), new Class<?>[] {type}, handler));
  }

  private Object call(Object real, Method method, Object[] arguments) throws Throwable {
    boolean trip = TRIPS.contains(method.getName());
    long start = System.nanoTime();
    try {
      return method.invoke(real, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    } finally {
      if (trip) {
        trips.get()[0]++;
        trips.get()[1] += System.nanoTime() - start;
      }
    }
  }

  /** A connection until it is given back. */
  private final class Lent implements InvocationHandler {
    private final Connection real;
    private boolean closed;

    Lent(Connection real) {
      this.real = real;
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
      switch (method.getName()) {
        case "close":
          giveBack();
          return null;
        case "isClosed":
          return closed || real.isClosed();
        default:
          return wrapped(call(real, method, arguments));
      }
    }

    private void giveBack() throws SQLException {
      if (!closed) {
        closed = true;
        if (!real.isClosed()) {
          if (!real.getAutoCommit()) {
            real.rollback();
            real.setAutoCommit(true);
          }
          idle.addFirst(real);
        }
      }
    }

    private Object wrapped(Object answer) {
      InvocationHandler handler = (proxy, method, arguments) -> call(answer, method, arguments);
      if (answer instanceof CallableStatement statement) {
        return watched(CallableStatement.class, statement, handler);
      }
      if (answer instanceof PreparedStatement statement) {
        return watched(PreparedStatement.class, statement, handler);
      }
      return answer instanceof Statement statement
          ? watched(Statement.class, statement, handler)
          : answer;
    }
  }

  @Override
  public void close() throws SQLException {
    for (Connection connection : idle) {
      connection.close();
    }
    idle.clear();
  }
}
