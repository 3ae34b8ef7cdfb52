package dev.tributary.server.menu;

import static dev.tributary.server.menu.Menu.Item.leaving;
import static dev.tributary.server.menu.Menu.Item.staying;

import java.util.ArrayList;
import java.util.List;

/** Client item 8: all about the sync of one client. */
final class ClientSyncMenu {
  /** Who asked for a run, in {@code sync_jobs.triggered_by}. */
  static final String TRIGGERED_BY = "manual-console";

  private static final String INTERVAL = "300";

  private final Screen screen;
  private final ChosenCommands commands;
  private final String client;

  ClientSyncMenu(Screen screen, ChosenCommands commands, String client) {
    this.screen = screen;
    this.commands = commands;
    this.client = client;
  }

  void open() {
    new Menu(
            "Sync Management: " + client,
            List.of(
                staying(
                    1,
                    "Register Client for Sync",
                    "Create schema and enable syncing",
                    this::register),
                staying(2, "Start/Resume Sync", "Enable automatic syncing", () -> client("start")),
                staying(
                    3,
                    "Pause Sync",
                    "Temporarily stop syncing (keeps data)",
                    () -> client("pause")),
                staying(4, "Manual Sync (Full)", "One-time complete sync", () -> sync("--full")),
                staying(5, "Manual Sync (Incremental)", "One-time recent changes sync", this::sync),
                staying(
                    6,
                    "View Sync Status",
                    "Check sync enabled, interval, last sync",
                    () -> client("status")),
                staying(
                    7,
                    "View Recent Sync Jobs",
                    "Last 10 sync operations with details",
                    () -> client("jobs", "--limit", "10")),
                staying(
                    8,
                    "Deregister Client",
                    "Remove from sync (optional: delete data)",
                    this::deregister),
                staying(
                    9,
                    "Help",
                    "View " + Documents.COMMANDS.file(),
                    () -> screen.page(Documents.COMMANDS.lines())),
                leaving(10, "Return to Client Menu")))
        .open(screen);
  }

  private void register() {
    Questions.value(screen, "The app's SQLite file: ")
        .ifPresent(
            source ->
                Questions.value(screen, "Sync it every (seconds, or 5m, 1h, 1d)", INTERVAL)
                    .ifPresent(every -> register(source, every)));
  }

  private void register(String source, String every) {
    client("register", "--source", source, "--interval", every, "--start");
  }

  private void sync(String... how) {
    List<String> words = new ArrayList<>(List.of("--triggered-by", TRIGGERED_BY));
    words.addAll(List.of(how));
    client("sync", words.toArray(String[]::new));
  }

  /** The command itself asks for the words that have to be typed. */
  private void deregister() {
    screen.line("The app and its file are not touched.");
    Questions.yes(screen, "Delete its data in PostgreSQL as well (needs an administrator)?")
        .ifPresent(
            withData -> {
              if (withData) {
                client("deregister", "--drop-schema");
              } else {
                client("deregister");
              }
            });
  }

  private void client(String command, String... more) {
    List<String> words = new ArrayList<>(List.of("client", command, "--client", client));
    words.addAll(List.of(more));
    commands.run(words.toArray(String[]::new));
    screen.pause();
  }
}
