package dev.tributary.core.engine;

import dev.tributary.api.ConnectionSource;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;
import org.postgresql.core.BaseConnection;

/**
 * Real connections that show every step to a watcher, who lets it happen or not. A step is whatever
 * waits for the server: opening, a statement, the beginning of a COPY, commit, roll back.
 */
record WatchedConnections(ConnectionSource real, Watcher watcher) implements ConnectionSource {
  private static final Set<String> EXECUTIONS =
      Set.of("execute", "executeQuery", "executeUpdate", "executeLargeUpdate", "executeBatch");
  private static final Set<String> TRANSACTION_ENDS = Set.of("commit", "rollback");

  /** Sees each step; called on the thread that takes it. */
  interface Watcher {
    void opens() throws SQLException;

    /** Runs the step or refuses to. */
    Object step(Connection connection, String text, Step step) throws Throwable;
  }

  /** What the server is asked to do. */
  interface Step {
    Object take() throws Throwable;
  }

  @Override
  public Connection connect() throws SQLException {
    watcher.opens();
    Connection connection = real.connect();
    return proxy(Connection.class, new OnConnection(connection));
  }

  private static Object invoke(Object on, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(on, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    ClassLoader loader = WatchedConnections.class.getClassLoader();
    return type.cast(Proxy.newProxyInstance(loader, new Class<?>[] {type}, handler));
  }

  private final class OnConnection implements InvocationHandler {
    private final Connection connection;

    OnConnection(Connection connection) {
      this.connection = connection;
    }

    @Override
    public Object invoke(Object self, Method method, Object[] arguments) throws Throwable {
      String name = method.getName();
      if (name.equals("unwrap") && arguments[0] == PGConnection.class) {
        PGConnection driver = connection.unwrap(PGConnection.class);
        return proxy(PGConnection.class, new OnDriver(connection, driver));
      }
      if (TRANSACTION_ENDS.contains(name)) {
        return watcher.step(
            connection, name, () -> WatchedConnections.invoke(connection, method, arguments));
      }
      Object result = WatchedConnections.invoke(connection, method, arguments);
      if (result instanceof PreparedStatement) {
        String sql = String.valueOf(arguments[0]);
        return proxy(PreparedStatement.class, new OnStatement(connection, result, sql));
      }
      return result instanceof Statement
          ? proxy(Statement.class, new OnStatement(connection, result, ""))
          : result;
    }
  }

  private final class OnStatement implements InvocationHandler {
    private final Connection connection;
    private final Object statement;
    private final String sql;

    OnStatement(Connection connection, Object statement, String sql) {
      this.connection = connection;
      this.statement = statement;
      this.sql = sql;
    }

    @Override
    public Object invoke(Object self, Method method, Object[] arguments) throws Throwable {
      Step step = () -> WatchedConnections.invoke(statement, method, arguments);
      if (!EXECUTIONS.contains(method.getName())) {
        return step.take();
      }
      String text = arguments != null && arguments.length > 0 ? "" + arguments[0] : sql;
      return watcher.step(connection, text.strip().replaceAll("\\s+", " "), step);
    }
  }

  private final class OnDriver implements InvocationHandler {
    private final Connection connection;
    private final PGConnection driver;

    OnDriver(Connection connection, PGConnection driver) {
      this.connection = connection;
      this.driver = driver;
    }

    @Override
    public Object invoke(Object self, Method method, Object[] arguments) throws Throwable {
      return method.getName().equals("getCopyAPI")
          ? watcher.step(connection, "COPY", () -> new CopyManager((BaseConnection) driver))
          : WatchedConnections.invoke(driver, method, arguments);
    }
  }
}
