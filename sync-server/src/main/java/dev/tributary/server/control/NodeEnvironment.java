package dev.tributary.server.control;

import dev.tributary.server.config.NodeOption;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The variables that make a node what it is. */
public final class NodeEnvironment {
  /** Not inherited by a node that is started: only what it was deployed with counts. */
  static final Set<String> NAMES =
      Arrays.stream(NodeOption.values()).map(Enum::name).collect(Collectors.toUnmodifiableSet());

  private NodeEnvironment() {}

  /** Those of them that are set around this process and may be kept in a file. */
  public static Map<String, String> of(Map<String, String> around) {
    Map<String, String> found = new TreeMap<>();
    around.forEach(
        (name, value) -> {
          boolean secret = name.equals(NodeOption.DATABASE_PASSWORD.name());
          if (NAMES.contains(name) && !secret && !value.isBlank()) {
            found.put(name, value);
          }
        });
    return found;
  }
}
