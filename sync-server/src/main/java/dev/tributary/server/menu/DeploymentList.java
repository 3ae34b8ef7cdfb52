package dev.tributary.server.menu;

import static dev.tributary.server.menu.Menu.Item.leaving;
import static dev.tributary.server.menu.Menu.Item.staying;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Main item 3: what there is, each with what it is. */
final class DeploymentList {
  private final Screen screen;
  private final ChosenCommands commands;

  DeploymentList(Screen screen, ChosenCommands commands) {
    this.screen = screen;
    this.commands = commands;
  }

  /** Read anew each time that it is shown: a client may be gone, another one may have come. */
  void open() {
    Menu.Next next = Menu.Next.STAY;
    while (next == Menu.Next.STAY) {
      next = new Menu("Deployments", items()).once(screen);
    }
  }

  private List<Menu.Item> items() {
    List<Menu.Item> items = new ArrayList<>();
    for (String node : Cluster.nodes(commands, screen)) {
      NodeMenu menu = new NodeMenu(screen, commands, node);
      items.add(staying(items.size() + 1, node + " [SYNC NODE]", "", menu::open));
    }
    for (String client : clients()) {
      ClientMenu menu = new ClientMenu(screen, commands, client);
      items.add(staying(items.size() + 1, client + " [CLIENT]", "", menu::open));
    }
    items.add(staying(items.size() + 1, "A client that is not in the list", "", this::another));
    items.add(leaving(items.size() + 1, "Return to Main Menu"));
    return items;
  }

  private List<String> clients() {
    JsonNode answer = commands.read("client", "status");
    Cluster.tellError(answer, screen);
    List<String> names = new ArrayList<>();
    answer.path("clients").forEach(c -> names.add(c.path("client_name").asText()));
    return names;
  }

  private void another() {
    screen
        .ask("Name of the client (lower case letters, digits, '_' and '-'): ")
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .ifPresent(name -> new ClientMenu(screen, commands, name).open());
  }
}
