package dev.tributary.server.menu;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** What menus ask about the cluster. */
final class Cluster {
  private Cluster() {}

  /** Names of the nodes, as they stand in the table of hosts. */
  static List<String> nodes(ChosenCommands commands, Screen screen) {
    JsonNode answer = commands.read("cluster", "status");
    tellError(answer, screen);
    List<String> names = new ArrayList<>();
    answer.path("nodes").forEach(n -> names.add(n.path("hostname").asText()));
    return names;
  }

  static void tellError(JsonNode answer, Screen screen) {
    String message = answer.path("error").path("message").asText("");
    if (!message.isEmpty()) {
      screen.line("tributary: " + message);
    }
  }
}
