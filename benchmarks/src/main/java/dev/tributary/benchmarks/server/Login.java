package dev.tributary.benchmarks.server;

import java.util.Map;
import java.util.Properties;
import org.postgresql.Driver;

/** How somebody reaches a database. */
public record Login(String host, int port, String database, String user, String password) {

  static Login parse(String url) {
    Properties parts = Driver.parseURL(url, new Properties());
    if (parts == null || parts.getProperty("user") == null) {
      throw new IllegalArgumentException(
          "TRIBUTARY_BENCH_PG_URL must be jdbc:postgresql://host:port/database?user=..&password=..");
    }
    return new Login(
        parts.getProperty("PGHOST"),
        Integer.parseInt(parts.getProperty("PGPORT")),
        parts.getProperty("PGDBNAME"),
        parts.getProperty("user"),
        parts.getProperty("password", ""));
  }

  Login withDatabase(String name) {
    return new Login(host, port, name, user, password);
  }

  public Login as(String otherUser, String itsPassword) {
    return new Login(host, port, database, otherUser, itsPassword);
  }

  public String jdbcUrl() {
    return "jdbc:postgresql://" + host + ":" + port + "/" + database;
  }

  /** Without the password. */
  public String url() {
    return "postgresql://" + user + "@" + host + ":" + port + "/" + database;
  }

  /** For psql and other programs that use libpq. */
  public Map<String, String> environment() {
    return Map.of(
        "PGHOST", host,
        "PGPORT", Integer.toString(port),
        "PGDATABASE", database,
        "PGUSER", user,
        "PGPASSWORD", password);
  }
}
