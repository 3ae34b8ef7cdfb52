package dev.tributary.api;

import static dev.tributary.api.Names.require;

/**
 * The name of the nodes that elect one leader among them.
 *
 * @param value 1 to 100 characters, letters, digits, {@code . _ -}
 */
public record ClusterName(String value) {
  public ClusterName {
    require(value, "cluster", "[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
  }

  @Override
  public String toString() {
    return value;
  }
}
