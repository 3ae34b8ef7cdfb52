package dev.tributary.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.server.cli.outcome.ExitCode;
import dev.tributary.test.sqlite.SqliteApp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Symptoms of docs/operations.md, Troubleshooting: produced, and healed as it says there. */
final class RunbooksTest {
  private static final String STUCK =
      """
      INSERT INTO sync_metadata.leader_election
        (cluster_name, leader_id, holder, term, acquired_at, expires_at)
      SELECT 'one', 'gone', gen_random_uuid(), coalesce(max(term), 0) + 1, now(), now() + interval '1 hour'
        FROM sync_metadata.leader_history WHERE cluster_name = 'one'
      """;

  /** As the page prints it under Housekeeping, of another client. */
  private static final String WHO =
      "SELECT table_name, op, changed_by, count(*) FROM client_rival._sync_drift"
          + " WHERE status = 'open' GROUP BY 1, 2, 3";

  @TempDir static Path directory;
  private static CommandHere commands;

  @BeforeAll
  static void open() {
    commands = new CommandHere(directory.resolve("data"));
  }

  @AfterAll
  static void close() {
    commands.close();
  }

  @Test
  void aRoleThatLostItsRightsSaysSoAndTheGrantHealsIt() {
    Path file = file("acme");
    sync(file, "acme").exits(ExitCode.DONE);
    String role = "one_" + commands.database().name();
    commands.execute("REVOKE ALL ON ALL TABLES IN SCHEMA client_acme FROM " + role);
    change(file);
    CommandRun denied = sync(file, "acme");
    assertThat(denied.exits(ExitCode.FAILED).err()).contains("permission denied", "client_acme");

    commands.execute("GRANT USAGE ON SCHEMA client_acme TO " + role);
    commands.execute("GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA client_acme TO " + role);
    sync(file, "acme").exits(ExitCode.DONE);
    assertThat(commands.query("SELECT count(*) FROM client_acme.note")).containsExactly("2");
  }

  @Test
  void aLeaseOfANodeThatIsGoneIsFreed() {
    Path file = file("stuck");
    for (List<String> wayOut : List.of(List.of("cluster", "unstick"), List.<String>of())) {
      commands.execute("DELETE FROM sync_metadata.leader_election WHERE cluster_name = 'one'");
      commands.execute(STUCK);
      assertThat(commands.run("cluster", "status").exits(ExitCode.DONE).out())
          .contains("gone leads");
      if (wayOut.isEmpty()) {
        commands.execute("DELETE FROM sync_metadata.leader_election WHERE cluster_name='one'");
      } else {
        commands.run(wayOut.toArray(String[]::new)).exits(ExitCode.DONE);
      }
      assertThat(commands.run("cluster", "status").exits(ExitCode.WAITING).out())
          .contains("nobody leads");
      sync(file, "stuck").exits(ExitCode.DONE);
    }
  }

  /** Who, and where, as the page asks; then a rule for the table, and nothing waits any more. */
  @Test
  void whoMakesManyConflictsIsFoundAndARuleEndsThem() throws IOException {
    Path file = file("rival");
    sync(file, "rival").exits(ExitCode.DONE);
    for (int i = 1; i <= 3; i++) {
      new SqliteApp(file).run("UPDATE note SET body = 'app " + i + "'");
      commands.execute("UPDATE client_rival.note SET body = 'job " + i + "'");
      sync(file, "rival").exits(ExitCode.WAITING);
      assertThat(commands.query(WHO)).containsExactly("note");
      assertThat(commands.query(WHO.replace("table_name,", "changed_by,")))
          .containsExactly(commands.database().superuser());
    }
    assertThat(
            commands.query(
                "SELECT table_name FROM sync_metadata.v_recent_conflicts"
                    + " WHERE client_name = 'rival'"))
        .isNotEmpty()
        .containsOnly("note");

    Path rules =
        Files.writeString(
            directory.resolve("rules.json"),
            "{\"table_strategies\": {\"note\": {\"strategy\": \"source_wins\"}}}");
    String[] ruled = {
      "sync", "--source", file.toString(), "--client", "rival", "--conflict-config", "" + rules
    };
    commands.run(ruled).exits(ExitCode.DONE);
    new SqliteApp(file).run("UPDATE note SET body = 'app 4'");
    commands.execute("UPDATE client_rival.note SET body = 'job 4'");
    commands.run(ruled).exits(ExitCode.DONE);
    assertThat(commands.query("SELECT body FROM client_rival.note")).containsExactly("app 4");
    assertThat(commands.run("conflicts", "list").exits(ExitCode.DONE).out())
        .doesNotContain("rival");
  }

  @Test
  void aLongerIntervalIsSetAsThePageSays() {
    Path file = file("often");
    sync(file, "often").exits(ExitCode.DONE);
    commands
        .run("state", "put", "deployment.often", "{\"sync_interval\": 900}")
        .exits(ExitCode.DONE);
    assertThat(
            commands.query(
                "SELECT sync_interval FROM sync_metadata.client_deployments"
                    + " WHERE client_name = 'often'"))
        .containsExactly("900");
  }

  /** The page and this test speak of the same commands. */
  @Test
  void thePageNamesWhatIsTriedHere() throws IOException {
    assertThat(Files.readString(Path.of("..", "docs", "operations.md")))
        .contains(
            WHO.replace("rival", "acme"),
            "tributary cluster unstick",
            "DELETE FROM sync_metadata.leader_election WHERE cluster_name = 'prod'",
            "GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA client_acme TO sync_service",
            "state put deployment.acme '{\"sync_interval\": 900}'");
  }

  private static CommandRun sync(Path file, String client) {
    return commands.run("sync", "--source", file.toString(), "--client", client);
  }

  private static Path file(String name) {
    Path file = directory.resolve(name + ".db");
    new SqliteApp(file).run("CREATE TABLE note (id INTEGER PRIMARY KEY, body TEXT)");
    change(file);
    return file;
  }

  private static void change(Path file) {
    new SqliteApp(file).run("INSERT INTO note (body) VALUES ('a note')");
  }
}
