package dev.tributary.server.menu;

import static dev.tributary.server.menu.Menu.Item.leaving;
import static dev.tributary.server.menu.Menu.Item.staying;

import java.util.List;

/** The main menu. Its numbers 3 and 4 are those that operators know; 1 and 2 were never ours. */
public final class Menus {
  private final Screen screen;
  private final ChosenCommands commands;

  public Menus(Screen screen, ChosenCommands commands) {
    this.screen = screen;
    this.commands = commands;
  }

  /** Returns when the person quits. */
  public void open() {
    DeploymentList deployments = new DeploymentList(screen, commands);
    ClusterMenu cluster = new ClusterMenu(screen, commands);
    new Menu(
            "Tributary",
            List.of(
                staying(
                    3, "Manage Existing Deployment", "a sync node or a client", deployments::open),
                staying(
                    4, "Manage Sync Cluster", "deploy, health, nodes, deregister", cluster::open),
                leaving(5, "Quit")))
        .open(screen);
  }
}
