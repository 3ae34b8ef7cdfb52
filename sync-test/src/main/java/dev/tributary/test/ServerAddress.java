package dev.tributary.test;

import static java.util.Objects.requireNonNull;

import dev.tributary.postgres.PostgresAccess;
import java.util.Properties;
import org.postgresql.Driver;

/**
 * Where a test server listens, and who its superuser is.
 *
 * <p>The password is in no address that is printed.
 */
record ServerAddress(String host, int port, String database, String user, String password) {

  ServerAddress {
    requireNonNull(host, "host");
    requireNonNull(database, "database");
    requireNonNull(user, "user");
    requireNonNull(password, "password");
  }

  static ServerAddress of(PostgresAccess access) {
    return new ServerAddress(
        "127.0.0.1", access.port(), "postgres", access.user(), access.password());
  }

  /** Reads {@code jdbc:postgresql://host:port/database?user=...&password=...}. */
  static ServerAddress of(String url) {
    Properties parts = Driver.parseURL(url, new Properties());
    if (parts == null || parts.getProperty("user") == null) {
      throw new IllegalArgumentException(
          "the server for tests must be named as"
              + " jdbc:postgresql://host:port/database?user=...&password=...");
    }
    return new ServerAddress(
        parts.getProperty("PGHOST"),
        Integer.parseInt(parts.getProperty("PGPORT")),
        parts.getProperty("PGDBNAME"),
        parts.getProperty("user"),
        parts.getProperty("password", ""));
  }

  String urlOf(String name) {
    return "jdbc:postgresql://" + host + ":" + port + "/" + name;
  }

  @Override
  public String toString() {
    return user + "@" + host + ":" + port;
  }
}
