package dev.tributary.server.menu;

import static dev.tributary.server.menu.Menu.Item.leaving;
import static dev.tributary.server.menu.Menu.Item.staying;

import java.util.List;

/**
 * One client. Its number 8 is the one that operators know; 1 to 7 were about the app's container.
 */
final class ClientMenu {
  private final Screen screen;
  private final Menu menu;

  ClientMenu(Screen screen, ChosenCommands commands, String client) {
    this.screen = screen;
    ClientSyncMenu sync = new ClientSyncMenu(screen, commands, client);
    this.menu =
        new Menu(
            client + " [CLIENT]",
            List.of(
                staying(8, "Sync Management", "register, start, pause, sync, jobs", sync::open),
                leaving(9, "Return to Deployment List")));
  }

  void open() {
    menu.open(screen);
  }
}
