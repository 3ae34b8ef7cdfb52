package dev.tributary.server.web.security;

/**
 * Who asks.
 *
 * @param name for records and logs
 */
public record Principal(String name, Role role) {
  /** Anybody of this machine, where a node has no credentials. */
  static final Principal LOCAL = new Principal("api", Role.ADMIN);
}
