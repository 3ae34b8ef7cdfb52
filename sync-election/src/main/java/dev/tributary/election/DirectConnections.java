package dev.tributary.election;

import dev.tributary.api.ConnectionSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Properties;
import java.util.function.Supplier;

/**
 * New connections straight to PostgreSQL, past any pool: to the primary, and with an end to waiting
 * for a host that does not answer. Options in the address win.
 */
public final class DirectConnections implements ConnectionSource {
  private final String jdbcUrl;
  private final String user;
  private final Supplier<String> password;

  private DirectConnections(String jdbcUrl, String user, Supplier<String> password) {
    this.jdbcUrl = Objects.requireNonNull(jdbcUrl, "jdbcUrl");
    this.user = Objects.requireNonNull(user, "user");
    this.password = Objects.requireNonNull(password, "password");
  }

  /**
   * @param password asked for with each connection
   */
  public static DirectConnections to(String jdbcUrl, String user, Supplier<String> password) {
    return new DirectConnections(jdbcUrl, user, password);
  }

  @Override
  public Connection connect() throws SQLException {
    Properties options = new Properties();
    options.setProperty("user", user);
    options.setProperty("password", password.get());
    options.setProperty("connectTimeout", "3");
    options.setProperty("socketTimeout", "10");
    options.setProperty("tcpKeepAlive", "true");
    options.setProperty("targetServerType", "primary");
    options.setProperty("prepareThreshold", "0");
    options.setProperty("ApplicationName", "tributary");
    return DriverManager.getConnection(jdbcUrl, options);
  }

  /** Without the password. */
  @Override
  public String toString() {
    return user + " at " + jdbcUrl.replaceAll("\\?.*", "");
  }
}
