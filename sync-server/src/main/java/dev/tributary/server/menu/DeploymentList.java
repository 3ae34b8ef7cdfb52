package dev.tributary.server.menu;

import static dev.tributary.server.menu.Menu.Item.leaving;
import static dev.tributary.server.menu.Menu.Item.staying;

import dev.tributary.api.ClientName;
import dev.tributary.api.ConfigurationInvalid;
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
    Cluster.nodes(commands)
        .ifPresent(
            nodes -> {
              nodes.forEach(node -> items.add(node(items.size() + 1, node)));
              Cluster.clients(commands)
                  .ifPresent(all -> all.forEach(name -> items.add(client(items.size() + 1, name))));
            });
    items.add(staying(items.size() + 1, "A client that is not in the list", "", this::another));
    items.add(leaving(items.size() + 1, "Return to Main Menu"));
    return items;
  }

  private Menu.Item node(int number, String name) {
    return staying(
        number, name + " [SYNC NODE]", "", () -> new NodeMenu(screen, commands, name).open());
  }

  private Menu.Item client(int number, String name) {
    return staying(
        number, name + " [CLIENT]", "", () -> new ClientMenu(screen, commands, name).open());
  }

  private void another() {
    Questions.value(screen, "Name of the client (lower case letters, digits, '_' and '-'): ")
        .ifPresent(this::open);
  }

  private void open(String name) {
    try {
      new ClientName(name);
    } catch (ConfigurationInvalid e) {
      screen.line("tributary: " + e.getMessage());
      return;
    }
    new ClientMenu(screen, commands, name).open();
  }
}
