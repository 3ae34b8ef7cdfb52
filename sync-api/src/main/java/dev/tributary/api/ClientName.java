package dev.tributary.api;

import static dev.tributary.api.Names.require;

/**
 * The name of one client: one app deployment with one SQLite file and one PostgreSQL schema.
 *
 * @param value {@code [a-z0-9][a-z0-9_-]{0,50}}
 */
public record ClientName(String value) {
  public ClientName {
    require(value, "client", "[a-z0-9][a-z0-9_-]{0,50}");
  }

  /** The schema that the client gets unless another is chosen: {@code client_acme_corp}. */
  public String defaultSchema() {
    return "client_" + value.replace('-', '_');
  }

  @Override
  public String toString() {
    return value;
  }
}
