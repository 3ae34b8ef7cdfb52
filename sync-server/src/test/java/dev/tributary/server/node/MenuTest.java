package dev.tributary.server.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.server.menu.TmuxTerminal;
import dev.tributary.server.web.LocalNode;
import dev.tributary.test.PostgresServer;
import dev.tributary.test.sqlite.SqliteApp;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The menus of a client, typed on a real terminal; what they did is asked of the database. */
@Tag("machine")
final class MenuTest {
  private static final String JOBS =
      "SELECT sync_type || ' ' || status || ' ' || triggered_by FROM sync_metadata.sync_jobs"
          + " WHERE triggered_by = 'manual-console' ORDER BY requested_at";
  private static final String FILE = "The app's SQLite file:";
  private static final String EVERY = "Sync it every (seconds, or 5m, 1h, 1d) [300]:";
  private static final String DATA =
      "Delete its data in PostgreSQL as well (needs an administrator)? [y/N]:";
  private static final String NAME =
      "Name of the client (lower case letters, digits, '_' and '-'):";

  @TempDir private Path directory;
  private TestCluster cluster;
  private TmuxTerminal terminal;
  private Path file;
  private SqliteApp app;

  @BeforeEach
  void open() throws Exception {
    cluster = TestCluster.on(PostgresServer.shared(), directory);
    file = directory.resolve("acme's file.db");
    app = new SqliteApp(file);
    app.run(
        "CREATE TABLE note (id INTEGER PRIMARY KEY, body TEXT)",
        "INSERT INTO note VALUES (1, 'one')");
  }

  private void menu(Map<String, String> environment, String... more) {
    menu(120, 45, environment, more);
  }

  private void menu(int columns, int rows, Map<String, String> environment, String... more) {
    String[] words = new String[more.length + 3];
    words[0] = "menu";
    words[1] = "--data-dir";
    words[2] = directory.resolve("menu").toString();
    System.arraycopy(more, 0, words, 3, more.length);
    terminal = TmuxTerminal.start(columns, rows, environment, words);
  }

  @AfterEach
  void close() {
    terminal.close();
    cluster.close();
  }

  @Test
  void aClientIsRegisteredPausedStartedSyncedLookedAtAndDeregistered() throws Exception {
    menu(cluster.environment());
    terminal.shows("3) Manage Existing Deployment", "4) Manage Sync Cluster");
    terminal.select(3).shows("1) A client that is not in the list", "2) Return to Main Menu");
    terminal.select(1).answer(NAME, "acme");
    terminal.shows("acme [CLIENT]", "8) Sync Management").select(8);
    terminal.shows(
        "1) Register Client for Sync",
        "2) Start/Resume Sync",
        "3) Pause Sync",
        "4) Manual Sync (Full)",
        "5) Manual Sync (Incremental)",
        "6) View Sync Status",
        "7) View Recent Sync Jobs",
        "8) Deregister Client",
        "9) Help",
        "10) Return to Client Menu");

    terminal.select(1).giveUp(FILE, "C-c");
    terminal.select(1).answer(FILE, file.toString()).giveUp(EVERY, "C-d");
    terminal.select(1).answer(FILE, file.toString()).answer(EVERY, "soon");
    terminal.shows("'soon' is no interval");
    terminal.back();
    terminal.select(1).answer(FILE, directory.resolve("gone.db").toString()).answer(EVERY, "");
    terminal.shows("there is no file");
    terminal.back();
    assertThat(clients()).isEqualTo("0");
    terminal.select(1).answer(FILE, file.toString()).answer(EVERY, "10m");
    terminal.shows("--source '" + file.toString().replace("'", "'\\''") + "' --interval 10m");
    terminal.back();
    assertThat(client("sync_enabled || ' ' || sync_interval || ' ' || source_path"))
        .isEqualTo("true 600 " + file);

    terminal.item(3);
    assertThat(client("status")).isEqualTo("paused");
    terminal.item(2);
    assertThat(client("status || ' ' || sync_enabled")).isEqualTo("active true");

    terminal.item(4);
    assertThat(cluster.query(JOBS)).containsExactly("full success manual-console");
    app.run("INSERT INTO note VALUES (2, 'two')");
    terminal.item(5);
    assertThat(cluster.query(JOBS))
        .containsExactly("full success manual-console", "incremental success manual-console");
    assertThat(cluster.one("SELECT count(*) FROM client_acme.note")).isEqualTo("2");

    terminal.select(6).shows("> tributary client status --client acme", "active", "600", "true");
    terminal.back();
    terminal.select(7).shows("manual-console", "rows_synced", "duration_seconds");
    terminal.back();
    terminal.select(9).shows("# The command line");
    terminal.answer("-- Enter: more, q: back --", "").giveUp("-- Enter: more, q: back --", "C-d");

    terminal.select(8).giveUp(DATA, "C-c");
    terminal.select(8).answer(DATA, "");
    terminal.answer("Type acme to confirm:", "acne").shows("nothing was changed");
    terminal.back();
    terminal.select(8).answer(DATA, "n").giveUp("Type acme to confirm:", "C-d");
    terminal.back();
    terminal.select(8).answer(DATA, "n").giveUp("Type acme to confirm:", "C-c");
    terminal.back();
    assertThat(clients()).isEqualTo("1");
    terminal.select(8).answer(DATA, "n").answer("Type acme to confirm:", "acme");
    terminal.back();
    assertThat(clients()).isEqualTo("0");
    assertThat(cluster.one("SELECT count(*) FROM client_acme.note")).isEqualTo("2");
    terminal.select(10).shows("8) Sync Management").select(9);
    terminal.shows("1) A client that is not in the list").select(2);
    terminal.select(5).shows("ended with 0");
  }

  @Test
  void anAdministratorDeletesAClientWithItsData() throws Exception {
    Map<String, String> administrator = new HashMap<>(cluster.environment());
    administrator.put("DATABASE_URL", cluster.url(cluster.database().superuser()));
    Path password = directory.resolve("admin.password");
    Files.writeString(password, cluster.database().password() + "\n");
    administrator.put("DATABASE_PASSWORD_FILE", password.toString());
    cluster.commandHere("sync", "--source", file.toString(), "--client", "acme").exits(0);
    menu(administrator);
    terminal.select(3).shows("1) acme [CLIENT]").select(1).select(8);
    terminal.select(8).answer(DATA, "y").answer("Type acme to confirm:", "acme");
    terminal.answer("Type DELETE to confirm:", "delete").shows("nothing was changed");
    terminal.back();
    assertThat(clients()).isEqualTo("1");
    terminal.select(8).answer(DATA, "y").answer("Type acme to confirm:", "acme");
    terminal.answer("Type DELETE to confirm:", "DELETE");
    terminal.back();
    assertThat(clients()).isEqualTo("0");
    assertThat(cluster.one("SELECT count(*) FROM pg_namespace WHERE nspname = 'client_acme'"))
        .isEqualTo("0");
    terminal.giveUp("Select:", "C-d").shows("8) Sync Management");
    terminal.giveUp("Select:", "C-c").giveUp("Select:", "C-d").giveUp("Select:", "C-d");
    terminal.shows("ended with 0");
  }

  /** From anywhere, without the database: the word is typed here, and the node does it. */
  @Test
  void aClusterIsDeregisteredByWayOfItsLastNode() {
    try (LocalNode node = LocalNode.start(cluster, "node-a", directory).awaitLeading()) {
      String url = node.rest().url();
      menu(Map.of("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none"), "--node", url);
      String word = "Type DEREGISTER to confirm:";
      terminal.select(4).select(5).shows("> tributary cluster deregister --node " + url);
      terminal.answer(word, "deregister").shows("nothing was changed");
      terminal.back();
      assertThat(node.rest().get("/health").json().get("is_leader").asBoolean()).isTrue();
      terminal.select(5).answer(word, "DEREGISTER").shows("serves no more: stop it where it runs");
      terminal.back();
      assertThat(cluster.query("SELECT hostname FROM sync_metadata.hosts")).isEmpty();
      assertThat(cluster.leader()).isEmpty();
      assertThat(node.rest().get("/health").status()).isEqualTo(503);
      terminal.select(5).answer(word, "DEREGISTER").shows("Stop this node");
      terminal.back();
      terminal.select(7).select(5).shows("ended with 0");
    }
  }

  @Test
  void aSmallTerminalHasRoomForMenusAndPages() {
    menu(40, 24, cluster.environment());
    terminal.select(3).select(1).answer(NAME, "acme").select(8);
    terminal.endsWith("Select:");
    assertThat(terminal.visible())
        .containsSubsequence(
            "Sync Management: acme",
            "  1) Register Client for Sync",
            "  10) Return to Client Menu");
    terminal.select(9).endsWith("-- Enter: more, q: back --");
    assertThat(terminal.visible()).contains("# The command line").hasSizeLessThanOrEqualTo(24);
    terminal.answer("-- Enter: more, q: back --", "q");
    terminal.select(8).giveUp(DATA, "C-d").shows("Nothing was changed.");
    terminal.select(10).select(9).select(2).select(4).endsWith("Select:");
    assertThat(terminal.visible())
        .containsSubsequence("  1) Deploy Sync Cluster", "  7) Return to Main Menu")
        .allMatch(line -> line.length() <= 40);
  }

  @Test
  void aDatabaseThatRefusesOrIsAwayIsToldOnceAndTheMenuStays() throws Exception {
    Path wrong = Files.writeString(directory.resolve("wrong"), "geheim\n");
    Map<String, String> refused = new HashMap<>(cluster.environment());
    refused.put("DATABASE_PASSWORD_FILE", wrong.toString());
    menu(80, 24, refused);
    terminal.select(3).shows("password", "1) A client that is not in the list");
    assertThat(terminal.screen()).containsOnlyOnce("tributary: ").doesNotContain("geheim");
    terminal.select(1).answer(NAME, "acme").select(8).select(4).shows("> tributary client sync");
    terminal.back();
    terminal.select(10).select(9).select(2).select(4).select(3).shows("password");
    terminal.select(1).shows("> tributary cluster deploy", "password");
    terminal.back();
    terminal.close();

    Map<String, String> away = new HashMap<>(cluster.environment());
    away.put("DATABASE_URL", "postgresql://u@127.0.0.1:1/none");
    menu(80, 24, away);
    terminal.select(4).select(2).shows("127.0.0.1:1");
    terminal.back();
    terminal.select(5).shows("> tributary cluster deregister", "127.0.0.1:1");
    terminal.back();
    terminal.select(4).shows("127.0.0.1:1").select(7).select(0);
    terminal.shows("'0' is not an item of this menu").select(5).shows("ended with 0");
  }

  private String clients() {
    return cluster.one("SELECT count(*) FROM sync_metadata.client_deployments");
  }

  private String client(String expression) {
    return cluster.one(
        "SELECT "
            + expression
            + " FROM sync_metadata.client_deployments WHERE client_name = 'acme'");
  }
}
