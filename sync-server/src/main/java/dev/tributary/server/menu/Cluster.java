package dev.tributary.server.menu;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What menus ask about the cluster; empty where it was not answered. */
final class Cluster {
  private Cluster() {}

  /** Names of the nodes, as they stand in the table of hosts. */
  static Optional<List<String>> nodes(ChosenCommands commands) {
    return names(commands.read("cluster", "status"), "nodes", "hostname");
  }

  static Optional<List<String>> clients(ChosenCommands commands) {
    return names(commands.read("client", "status"), "clients", "client_name");
  }

  private static Optional<List<String>> names(JsonNode answer, String rows, String name) {
    if (!answer.has(rows)) {
      return Optional.empty();
    }
    List<String> names = new ArrayList<>();
    answer.path(rows).forEach(row -> names.add(row.path(name).asText()));
    return Optional.of(names);
  }
}
