package dev.tributary.server.menu;

import static dev.tributary.server.menu.Menu.Item.leaving;
import static dev.tributary.server.menu.Menu.Item.staying;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** One node of the cluster. */
final class NodeMenu {
  private final Screen screen;
  private final ChosenCommands commands;
  private final String node;

  NodeMenu(Screen screen, ChosenCommands commands, String node) {
    this.screen = screen;
    this.commands = commands;
    this.node = node;
  }

  void open() {
    new Menu(
            node + " [SYNC NODE]",
            List.of(
                staying(
                    1,
                    "View Cluster Status",
                    "Full cluster health and leadership",
                    () -> run("cluster", "status")),
                staying(
                    2,
                    "View Health Check",
                    "Individual node health and API status",
                    () -> run("node", "status", node)),
                staying(
                    3,
                    "View Container Logs",
                    "Last 50 lines of logs",
                    () -> run("node", "logs", node, "--lines", "50")),
                staying(4, "View Live Logs", "Follow mode for real-time monitoring", this::follow),
                staying(
                    5, "Restart Sync Node", "Graceful restart with health check", this::restart),
                staying(6, "Stop Sync Node", "Stop with leadership transfer warning", this::stop),
                staying(
                    7,
                    "Update Sync Node",
                    "Instructions for updating to latest version",
                    this::update),
                leaving(8, "Return to Deployment List")))
        .open(screen);
  }

  private void follow() {
    here(
        "logs",
        () -> {
          screen.line("Ctrl-C ends this.");
          run("node", "logs", node, "--follow");
        });
  }

  private void restart() {
    here(
        "restart",
        () -> {
          commands.run("node", "restart", node);
          run("node", "status", node);
        });
  }

  /** Nobody is asked about what cannot be done from here. */
  private void here(String command, Runnable act) {
    commands.elsewhere("node", command, node).ifPresentOrElse(screen::line, act);
  }

  private void update() {
    screen.line("1. Bring the new version to this host, and its schema into the database, as an");
    screen.line("   administrator: tributary db upgrade");
    screen.line(
        "2. Update the node that follows first, then the one that leads: the other one takes over.");
    screen.line(
        "3. tributary node update NAME restarts a node with the newest program of this host.");
    here(
        "update",
        () ->
            Questions.yes(screen, "Update %s now?".formatted(node))
                .filter(yes -> yes)
                .ifPresent(yes -> run("node", "update", node)));
  }

  private void stop() {
    here("stop", this::stopHere);
  }

  private void stopHere() {
    screen.line(consequence(commands.read("cluster", "status")));
    if (Questions.confirmed(screen, "stop")) {
      run("node", "stop", node);
    }
  }

  private String consequence(JsonNode cluster) {
    if (!cluster.has("nodes")) {
      return "Whether " + node + " leads could not be seen.";
    }
    return cluster.path("leader_id").asText("").equals(node)
        ? node + " leads the cluster: the other node takes over, if one runs."
        : node + " does not lead; while it is stopped, nothing takes over when the leader ends.";
  }

  private void run(String... words) {
    commands.run(words);
    screen.pause();
  }
}
