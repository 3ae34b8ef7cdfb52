package dev.tributary.api;

import static dev.tributary.api.Names.require;

/**
 * The display name of one node. It is not its identity: two processes with one name are told apart
 * by the {@linkplain FencingToken#holder() holder} that each draws at its start.
 *
 * @param value 1 to 100 characters, letters, digits, {@code . _ -}
 */
public record NodeId(String value) {
  public NodeId {
    require(value, "node", "[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
  }

  @Override
  public String toString() {
    return value;
  }
}
