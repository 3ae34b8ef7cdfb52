package dev.tributary.server.node;

import dev.tributary.api.ConfigurationInvalid;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Which of a pair a node is. Only a name and a port: who leads is decided by the election. */
public enum NodeRole {
  NODE_A("node-a", 9443),
  NODE_B("node-b", 9444),
  PRIMARY("primary", 9443),
  SECONDARY("secondary", 9444);

  private final String word;
  private final int port;

  NodeRole(String word, int port) {
    this.word = word;
    this.port = port;
  }

  static NodeRole of(String word) {
    return Arrays.stream(values())
        .filter(role -> role.word.equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new ConfigurationInvalid(
                    "ROLE '%s' is not known: it is one of %s, or not set"
                        .formatted(
                            word,
                            Arrays.stream(values())
                                .map(NodeRole::word)
                                .collect(Collectors.joining(", ")))));
  }

  public String word() {
    return word;
  }

  int port() {
    return port;
  }
}
