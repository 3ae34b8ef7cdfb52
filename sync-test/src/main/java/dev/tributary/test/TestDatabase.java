package dev.tributary.test;

import static java.util.Objects.requireNonNull;

import dev.tributary.api.ConnectionSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/**
 * A database of its own for one test class, dropped when it is closed.
 *
 * @param jdbcUrl its address, without credentials
 */
public record TestDatabase(PostgresServer server, String name, String jdbcUrl)
    implements AutoCloseable {

  public TestDatabase {
    requireNonNull(server, "server");
    requireNonNull(name, "name");
    requireNonNull(jdbcUrl, "jdbcUrl");
  }

  public String superuser() {
    return server.superuser();
  }

  public String password() {
    return server.password();
  }

  /** Opens a connection as superuser; the caller closes it. */
  public Connection connect() throws SQLException {
    return connectAs(superuser(), password());
  }

  /** Opens a connection as another role; the caller closes it. */
  public Connection connectAs(String role, String password) throws SQLException {
    Properties credentials = new Properties();
    credentials.setProperty("user", role);
    credentials.setProperty("password", password);
    return DriverManager.getConnection(jdbcUrl, credentials);
  }

  /** New connections as superuser, for engines. */
  public ConnectionSource connections() {
    return this::connect;
  }

  /** Drops the database with all its connections. */
  @Override
  public void close() {
    server.drop(name);
  }

  @Override
  public String toString() {
    return jdbcUrl;
  }
}
