package dev.tributary.postgres;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.TreeMap;

/**
 * How a server shall run.
 *
 * <p>Whatever the parameters say, the server listens on 127.0.0.1 only and asks for the password.
 *
 * @param port the port to listen on; 0 means the last one if it is free, else any free one
 * @param parameters further PostgreSQL settings by name, for example {@code max_connections}
 */
public record PostgresSettings(Durability durability, int port, Map<String, String> parameters) {

  public PostgresSettings {
    requireNonNull(durability, "durability");
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port must be 0 to 65535: " + port);
    }
    parameters = Map.copyOf(parameters);
    parameters.keySet().forEach(PostgresSettings::requireFree);
  }

  public static PostgresSettings durable() {
    return new PostgresSettings(Durability.DURABLE, 0, Map.of());
  }

  public static PostgresSettings fast() {
    return new PostgresSettings(Durability.FAST, 0, Map.of());
  }

  public PostgresSettings withPort(int wanted) {
    return new PostgresSettings(durability, wanted, parameters);
  }

  public PostgresSettings withParameter(String name, String value) {
    Map<String, String> more = new TreeMap<>(parameters);
    more.put(name, value);
    return new PostgresSettings(durability, port, more);
  }

  private static void requireFree(String name) {
    if (!name.matches("[a-z][a-z0-9_.]*")) {
      throw new IllegalArgumentException("not the name of a PostgreSQL setting: " + name);
    }
    switch (name) {
      case "port", "listen_addresses", "unix_socket_directories", "data_directory", "hba_file" ->
          throw new IllegalArgumentException("the launcher decides this setting itself: " + name);
      default -> {}
    }
  }
}
