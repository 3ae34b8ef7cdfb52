package dev.tributary.server.control;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The variables that make a node what it is. */
public final class NodeEnvironment {
  /** Not inherited by a node that is started: only what it was deployed with counts. */
  static final Set<String> NAMES =
      Set.of(
          "DATABASE_URL",
          "DATABASE_PASSWORD_FILE",
          "CLUSTER_NAME",
          "HOST_NAME",
          "ROLE",
          "NODE_NAME",
          "API_PORT",
          "LEASE_DURATION",
          "HEARTBEAT_INTERVAL",
          "CACHE_TTL",
          "MAX_SYNC_WORKERS",
          "CONFLICT_RESOLUTION_CONFIG",
          "SYNC_INTERVALS_CONFIG",
          "RESTORE_DIRECTORY",
          "DISCOVER_SOURCES",
          "DISCOVER_INTERVAL",
          "DISCOVER_START",
          "DISCOVER_FOLLOW",
          "API_ADDRESS",
          "API_MAX_BODY_BYTES",
          "OPEN_PATHS",
          "TOKENS_FILE",
          "TLS_CERTIFICATE",
          "TLS_PRIVATE_KEY",
          "TLS_CLIENT_CA",
          "LOG_LEVEL");

  private NodeEnvironment() {}

  /** Those of them that are set around this process. */
  public static Map<String, String> of(Map<String, String> around) {
    Map<String, String> found = new TreeMap<>();
    around.forEach(
        (name, value) -> {
          if (NAMES.contains(name) && !value.isBlank()) {
            found.put(name, value);
          }
        });
    return found;
  }
}
