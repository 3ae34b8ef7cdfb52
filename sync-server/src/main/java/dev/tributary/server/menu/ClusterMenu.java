package dev.tributary.server.menu;

import static dev.tributary.server.menu.Menu.Item.leaving;
import static dev.tributary.server.menu.Menu.Item.staying;

import java.util.List;

/** Main item 4. */
final class ClusterMenu {
  private final Screen screen;
  private final ChosenCommands commands;

  ClusterMenu(Screen screen, ChosenCommands commands) {
    this.screen = screen;
    this.commands = commands;
  }

  void open() {
    new Menu(
            "Manage Sync Cluster",
            List.of(
                staying(
                    1,
                    "Deploy Sync Cluster",
                    "Full HA deployment (2 nodes + registration)",
                    this::deploy),
                staying(
                    2,
                    "View Cluster Health",
                    "Combined status of both nodes + leader info",
                    this::health),
                staying(3, "Manage Sync Node A", "Individual node A operations", () -> node("a")),
                staying(4, "Manage Sync Node B", "Individual node B operations", () -> node("b")),
                staying(
                    5,
                    "Deregister Cluster",
                    "Clean removal before host destruction",
                    this::deregister),
                staying(
                    6, "Help (Documentation)", "View README, technical reference, FAQ", this::help),
                leaving(7, "Return to Main Menu")))
        .open(screen);
  }

  private void deploy() {
    commands.run("cluster", "deploy");
    screen.pause();
  }

  private void health() {
    commands.run("cluster", "status");
    screen.pause();
  }

  /** The node whose name ends with the letter, whatever stands before it. */
  private void node(String letter) {
    Cluster.nodes(commands)
        .map(names -> names.stream().filter(name -> name.endsWith("node-" + letter)).toList())
        .ifPresent(found -> open(letter, found));
  }

  private void open(String letter, List<String> found) {
    if (found.size() == 1) {
      new NodeMenu(screen, commands, found.get(0)).open();
      return;
    }
    screen.line(
        "%s of this cluster has a name that ends with node-%s: choose in the list of deployments."
            .formatted(found.isEmpty() ? "No node" : "More than one node", letter));
  }

  /** The command says what goes, and asks for the word itself. */
  private void deregister() {
    commands.run("cluster", "deregister");
    screen.pause();
  }

  private void help() {
    new Menu(
            "Help (Documentation)",
            List.of(
                page(1, Documents.README),
                page(2, Documents.TECHNICAL_REFERENCE),
                page(3, Documents.FAQ),
                leaving(4, "Return to Cluster Menu")))
        .open(screen);
  }

  private Menu.Item page(int number, Documents document) {
    return staying(
        number, document.file(), document.subject(), () -> screen.page(document.lines()));
  }
}
