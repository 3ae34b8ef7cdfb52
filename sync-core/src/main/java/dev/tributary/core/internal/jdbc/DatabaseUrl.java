package dev.tributary.core.internal.jdbc;

import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.api.ConnectionSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import org.postgresql.Driver;
import org.postgresql.util.PSQLState;

/**
 * Where a database is and how to connect to it.
 *
 * <p>The password is in {@link #properties} only; neither {@link #toString} nor a message shows it.
 *
 * @param jdbcUrl hosts, ports and database; no user, no options
 * @param properties pgjdbc's names
 */
public record DatabaseUrl(String jdbcUrl, Map<String, String> properties) {
  private static final String PASSWORD = "password";
  private static final Set<String> NEED_NOT_ENCRYPT = Set.of("disable", "allow", "prefer");

  public DatabaseUrl {
    properties = Map.copyOf(properties);
  }

  /** Reads {@code postgresql://}, {@code postgres://} and {@code jdbc:postgresql:} addresses. */
  public static DatabaseUrl parse(String text) {
    return DatabaseUrlText.read(text.strip());
  }

  public Optional<String> user() {
    return Optional.ofNullable(properties.get("user"));
  }

  public DatabaseUrl withUser(String user) {
    return with("user", user);
  }

  public DatabaseUrl withPassword(String password) {
    return with(PASSWORD, password);
  }

  /** Takes the password from the first line of a file, such as a Docker secret. */
  public DatabaseUrl withPasswordFile(Path file) {
    return withPassword(firstLine(file));
  }

  private static String firstLine(Path file) {
    try (var lines = Files.lines(file)) {
      return lines
          .findFirst()
          .filter(line -> !line.isEmpty())
          .orElseThrow(() -> new ConfigurationInvalid("password file " + file + " is empty"));
    } catch (IOException | java.io.UncheckedIOException e) {
      throw new ConfigurationInvalid("cannot read password file " + file, e);
    }
  }

  /** Sets one of pgjdbc's connection properties. */
  public DatabaseUrl with(String property, String value) {
    Map<String, String> changed = new TreeMap<>(properties);
    changed.put(property, value);
    return new DatabaseUrl(jdbcUrl, changed);
  }

  /** Leaves one of pgjdbc's connection properties to its default. */
  public DatabaseUrl without(String property) {
    Map<String, String> changed = new TreeMap<>(properties);
    changed.remove(property);
    return new DatabaseUrl(jdbcUrl, changed);
  }

  /** A new connection for each call. A password that is not given is looked up in ~/.pgpass. */
  public ConnectionSource connections() {
    return this::connect;
  }

  private Connection connect() throws SQLException {
    Properties given = new Properties();
    given.putAll(properties);
    Connection connection;
    try {
      connection = new Driver().connect(jdbcUrl, given);
    } catch (SQLException e) {
      throw lacksPassword(e) ? new PasswordMissing(e) : e;
    }
    if (connection == null) {
      throw new SQLException(
          "the driver refuses " + jdbcUrl, PSQLState.CONNECTION_UNABLE_TO_CONNECT.getState());
    }
    return connection;
  }

  private boolean lacksPassword(SQLException e) {
    return PSQLState.CONNECTION_REJECTED.getState().equals(e.getSQLState())
        && !properties.containsKey(PASSWORD)
        && NEED_NOT_ENCRYPT.contains(properties.getOrDefault("sslmode", ""));
  }

  @Override
  public String toString() {
    Map<String, String> shown = new TreeMap<>(properties);
    shown.replaceAll((name, value) -> name.endsWith(PASSWORD) ? "***" : value);
    return jdbcUrl + " " + shown;
  }
}
