package dev.tributary.server.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.server.menu.TmuxTerminal;
import dev.tributary.test.PostgresServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every item of the menus, typed on a real terminal; what it did is asked of the database. */
@Tag("machine")
final class MenuTest {
  private static final String JOBS =
      "SELECT sync_type || ' ' || status || ' ' || triggered_by FROM sync_metadata.sync_jobs"
          + " WHERE triggered_by = 'manual-console' ORDER BY requested_at";

  @TempDir private Path directory;
  private TestCluster cluster;
  private TmuxTerminal terminal;
  private Path file;

  @BeforeEach
  void open() throws Exception {
    cluster = TestCluster.on(PostgresServer.shared(), directory);
    file = directory.resolve("acme.db");
    app(
        "CREATE TABLE note (id INTEGER PRIMARY KEY, body TEXT)",
        "INSERT INTO note VALUES (1, 'one')");
    terminal =
        TmuxTerminal.start(
            cluster.environment(), "menu", "--data-dir", directory.resolve("menu").toString());
  }

  @AfterEach
  void close() throws Exception {
    terminal.close();
    for (String node : List.of("test-host-node-a", "test-host-node-b")) {
      deployed(node).ifPresent(ProcessHandle::destroyForcibly);
    }
    cluster.close();
  }

  @Test
  void aClientIsRegisteredPausedStartedSyncedLookedAtAndDeregistered() throws Exception {
    terminal.shows("3) Manage Existing Deployment", "4) Manage Sync Cluster");
    terminal.select(3).shows("1) A client that is not in the list", "2) Return to Main Menu");
    terminal
        .select(1)
        .answer("Name of the client (lower case letters, digits, '_' and '-'):", "acme");
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

    terminal.select(1).answer("The app's SQLite file:", file.toString());
    terminal.answer("Sync it every (seconds, or 5m, 1h, 1d) [300]:", "10m");
    back();
    assertThat(client("sync_enabled || ' ' || sync_interval")).isEqualTo("true 600");

    item(3);
    assertThat(client("status")).isEqualTo("paused");
    item(2);
    assertThat(client("status || ' ' || sync_enabled")).isEqualTo("active true");

    item(4);
    assertThat(cluster.query(JOBS)).containsExactly("full success manual-console");
    app("INSERT INTO note VALUES (2, 'two')");
    item(5);
    assertThat(cluster.query(JOBS))
        .containsExactly("full success manual-console", "incremental success manual-console");
    assertThat(cluster.one("SELECT count(*) FROM client_acme.note")).isEqualTo("2");

    terminal.select(6).shows("> tributary client status --client acme", "active", "600", "true");
    back();
    terminal.select(7).shows("manual-console", "rows_synced", "duration_seconds");
    back();
    terminal.select(9).shows("# The command line");
    terminal.answer("-- Enter: more, q: back --", "q");

    terminal.select(8);
    terminal.answer("Delete its data in PostgreSQL as well (needs an administrator)? [y/N]:", "");
    terminal.answer("Type acme to confirm:", "acne");
    back();
    assertThat(clients()).isEqualTo("1");
    terminal.select(8);
    terminal.answer("Delete its data in PostgreSQL as well (needs an administrator)? [y/N]:", "n");
    terminal.answer("Type acme to confirm:", "acme");
    back();
    assertThat(clients()).isEqualTo("0");
    assertThat(cluster.one("SELECT count(*) FROM client_acme.note")).isEqualTo("2");
    terminal.select(10).shows("8) Sync Management").select(9);
    terminal.shows("1) A client that is not in the list");
  }

  @Test
  void aClusterIsDeployedItsNodesAreManagedAndItIsDeregistered() throws Exception {
    terminal
        .select(4)
        .shows(
            "1) Deploy Sync Cluster",
            "2) View Cluster Health",
            "3) Manage Sync Node A",
            "4) Manage Sync Node B",
            "5) Deregister Cluster",
            "6) Help (Documentation)",
            "7) Return to Main Menu");
    item(1);
    assertThat(cluster.query("SELECT hostname FROM sync_metadata.hosts ORDER BY 1"))
        .containsExactly("test-host-node-a", "test-host-node-b");
    String leader = cluster.leader().orElseThrow();
    terminal.select(2).shows("> tributary cluster status", "leader", "follower");
    back();

    terminal
        .select(leader.endsWith("a") ? 3 : 4)
        .shows(
            leader + " [SYNC NODE]",
            "1) View Cluster Status",
            "2) View Health Check",
            "3) View Container Logs",
            "4) View Live Logs",
            "5) Restart Sync Node",
            "6) Stop Sync Node",
            "7) Update Sync Node",
            "8) Return to Deployment List");
    item(1);
    terminal.select(2).shows("> tributary node status " + leader, "running");
    back();
    terminal.select(3).shows("serves cluster prod");
    back();
    terminal.select(4).shows("Ctrl-C ends this.", "--follow").endsWith(" INFO ");
    terminal.interrupt();
    back();
    String before = process(leader);
    item(5);
    assertThat(process(leader)).isNotEqualTo(before);
    terminal
        .select(7)
        .shows("tributary db upgrade")
        .answer("Update " + leader + " now? [y/N]:", "");
    terminal.select(6).answer("Type 'stop' to confirm:", "no");
    terminal.shows("Nothing was changed.");
    terminal.select(6).answer("Type 'stop' to confirm:", "stop");
    back();
    assertThat(deployed(leader)).isEmpty();
    terminal.select(8);

    terminal.select(6).shows("Help (Documentation)", "1) README.md").select(1);
    terminal.shows("# Tributary").answer("-- Enter: more, q: back --", "q");
    terminal.select(4).select(5).answer("Type DEREGISTER to confirm:", "DEREGISTER");
    back();
    assertThat(cluster.query("SELECT hostname FROM sync_metadata.hosts")).isEmpty();
    terminal.select(7).select(3).shows("1) A client that is not in the list");
  }

  /** What the host keeps of a node: its process. */
  private String process(String node) throws Exception {
    return Files.readString(directory.resolve("menu/nodes/" + node + "/process"));
  }

  private Optional<ProcessHandle> deployed(String node) throws Exception {
    if (!Files.exists(directory.resolve("menu/nodes/" + node + "/process"))) {
      return Optional.empty();
    }
    long pid = Long.parseLong(process(node).strip().split("\\s+")[0]);
    return ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
  }

  private String clients() {
    return cluster.one("SELECT count(*) FROM sync_metadata.client_deployments");
  }

  /** Runs an item and comes back to the menu. */
  private void item(int number) {
    terminal.select(number);
    back();
  }

  private void back() {
    terminal.answer("Press Enter to return", "");
  }

  private String client(String expression) {
    return cluster.one(
        "SELECT "
            + expression
            + " FROM sync_metadata.client_deployments WHERE client_name = 'acme'");
  }

  private void app(String... statements) throws Exception {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }
}
