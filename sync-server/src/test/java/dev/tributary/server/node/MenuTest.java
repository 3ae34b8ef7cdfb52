package dev.tributary.server.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.server.menu.TmuxTerminal;
import dev.tributary.test.PostgresServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
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
  void close() {
    terminal.close();
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
