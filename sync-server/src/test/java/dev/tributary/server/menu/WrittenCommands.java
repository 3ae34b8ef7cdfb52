package dev.tributary.server.menu;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes down what would run, in a cluster of two nodes and one client. */
final class WrittenCommands implements ChosenCommands {
  private final List<String> ran = new ArrayList<>();
  private final boolean answers;
  private final boolean onTheHost;
  private final String nodes;

  private WrittenCommands(boolean answers, boolean onTheHost, String... nodes) {
    this.answers = answers;
    this.onTheHost = onTheHost;
    this.nodes =
        String.join(
            ",", List.of(nodes).stream().map(n -> "{\"hostname\": \"%s\"}".formatted(n)).toList());
  }

  static WrittenCommands onTheHost() {
    return new WrittenCommands(true, true, "h-node-a", "h-node-b");
  }

  static WrittenCommands withNodes(String... nodes) {
    return new WrittenCommands(true, true, nodes);
  }

  static WrittenCommands overTheNetwork() {
    return new WrittenCommands(true, false, "h-node-a", "h-node-b");
  }

  static WrittenCommands withoutDatabase() {
    return new WrittenCommands(false, true);
  }

  @Override
  public int run(String... words) {
    ran.add(String.join(" ", words));
    return 0;
  }

  @Override
  public Optional<String> elsewhere(String... words) {
    return onTheHost || !words[0].equals("node")
        ? Optional.empty()
        : Optional.of(String.join(" ", words) + " needs the host");
  }

  @Override
  public JsonNode read(String... words) {
    if (!answers) {
      return json("{\"error\": {\"message\": \"it is away\"}}");
    }
    return words[0].equals("client")
        ? json("{\"clients\": [{\"client_name\": \"acme\"}]}")
        : json("{\"leader_id\": \"h-node-a\", \"nodes\": [" + nodes + "]}");
  }

  private static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Each as one line. */
  List<String> ran() {
    return ran;
  }
}
