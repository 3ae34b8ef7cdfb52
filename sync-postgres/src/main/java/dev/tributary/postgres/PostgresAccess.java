package dev.tributary.postgres;

import static java.util.Objects.requireNonNull;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * How to reach a running server: a port of 127.0.0.1, the superuser and its password.
 *
 * <p>The password never appears in {@link #toString} or in a URL.
 */
public record PostgresAccess(int port, String user, String password) {

  public PostgresAccess {
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("port must be 1 to 65535: " + port);
    }
    requireNonNull(user, "user");
    requireNonNull(password, "password");
  }

  /** The JDBC address of a database of this server, without credentials. */
  public String jdbcUrl(String database) {
    String name = URLEncoder.encode(database, StandardCharsets.UTF_8);
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + name;
  }

  @Override
  public String toString() {
    return user + "@127.0.0.1:" + port;
  }
}
