package dev.tributary.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.server.cli.outcome.ExitCode;
import dev.tributary.test.sqlite.SqliteApp;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A person looks at conflicts and decides them; a file says who wins. */
final class ConflictCommandsTest {
  @TempDir private Path directory;
  private Path source;
  private CommandHere commands;

  @BeforeEach
  void mirrorNotes() throws Exception {
    source = directory.resolve("app.db");
    new SqliteApp(source)
        .run(
            "CREATE TABLE note (id INTEGER PRIMARY KEY, body TEXT, data JSON)",
            "INSERT INTO note VALUES (1, 'one', '{\"a\": 1, \"b\": [1]}'), (2, 'two', NULL),"
                + " (3, 'three', NULL)");
    commands = new CommandHere(directory.resolve("data"));
    sync().exits(ExitCode.DONE);
  }

  @AfterEach
  void close() {
    commands.close();
  }

  @Test
  void aPersonSeesBothSidesAndDecides() throws Exception {
    commands.execute(
        "UPDATE client_acme.note SET body = 'support', data = '{\"a\": 2, \"b\": [1]}'");
    new SqliteApp(source).run("UPDATE note SET body = 'app', data = '{\"a\": 1, \"b\": [3]}'");
    JsonNode synced = sync().exits(ExitCode.WAITING).json();
    assertThat(synced.get("conflicts").asLong()).isEqualTo(3);
    List<String> ids = ids();
    String shown = commands.run("conflicts", "show", ids.get(0)).exits(ExitCode.DONE).out();
    assertThat(shown)
        .containsPattern("! +body +one +app +support")
        .contains("data.a: 1 -> source 1, target 2", "data.b[0]: 1 -> source 3, target 1")
        .contains("table note has no column updated_at to compare");

    resolve(ids.get(0), "source", "--by", "ann").exits(ExitCode.DONE);
    JsonNode kept = resolve(ids.get(1), "target", "--json").exits(ExitCode.DONE).json();
    assertThat(kept.get("state").asText()).isEqualTo("resolved");
    Path row = directory.resolve("row.json");
    Files.writeString(row, "{\"id\": 3, \"body\": \"both\", \"data\": {\"x\": 1.50}}");
    resolve(ids.get(2), "custom", "--row", row.toString()).exits(ExitCode.DONE);

    assertThat(bodies()).isEqualTo("app,support,both");
    assertThat(
            commands.query(
                "SELECT count(*) FROM sync_metadata.conflict_log WHERE resolved_at IS NOT NULL"
                    + " AND resolution_strategy = 'manual' AND (resolved_by = 'ann' OR decision <>"
                    + " 'source')"))
        .containsExactly("3");
    commands.run("conflicts", "list").exits(ExitCode.DONE);
    resolve(ids.get(0), "target").failsWith("is over, by ann");
  }

  @Test
  void aDecisionForARowThatChangedSinceIsNotCarriedOut() throws Exception {
    commands.execute("UPDATE client_acme.note SET body = 'support' WHERE id = 1");
    new SqliteApp(source).run("UPDATE note SET body = 'app' WHERE id = 1");
    sync().exits(ExitCode.WAITING);
    String id = ids().get(0);
    commands.execute("UPDATE client_acme.note SET body = 'support 2' WHERE id = 1");
    String out = resolve(id, "source").exits(ExitCode.WAITING).out();
    assertThat(out).contains("was for a row that changed since");
    assertThat(bodies()).startsWith("support 2,");
    assertThat(ids()).hasSize(1).doesNotContain(id);
    resolve(id, "source").failsWith("look at " + ids().get(0));
  }

  @Test
  void wrongDecisionsAreRefusedAndChangeNothing() throws Exception {
    commands.execute("UPDATE client_acme.note SET body = 'support' WHERE id = 1");
    new SqliteApp(source).run("UPDATE note SET body = 'app' WHERE id = 1");
    sync().exits(ExitCode.WAITING);
    String id = ids().get(0);
    resolve("00000000-0000-0000-0000-000000000000", "source").failsWith("there is no conflict");
    resolve(id, "custom").failsWith("the choice custom needs a row (--row FILE)");
    resolve(id, "nobody").exits(ExitCode.WRONG_COMMAND_LINE);
    for (String[] wrong :
        new String[][] {
          {"[1]", "no JSON object"},
          {"{", "no JSON"},
          {"{\"id\": 1, \"body\": \"x\"}", "missing columns [data]"},
          {"{\"id\": 1, \"body\": \"x\", \"data\": 1, \"y\": 2}", "unknown columns [y]"},
          {"{\"id\": \"x\", \"body\": \"x\", \"data\": 1}", "does not fit its column"},
          {"{\"id\": 2, \"body\": \"x\", \"data\": 1}", "the row has the key"}
        }) {
      Path row = directory.resolve("row.json");
      Files.writeString(row, wrong[0]);
      resolve(id, "custom", "--row", row.toString()).failsWith(wrong[1]);
    }
    aFileIsRefusedWhileANodeLeads(id);
    assertThat(
            commands.query(
                "SELECT count(*) FROM sync_metadata.conflict_log WHERE decision IS NOT NULL"))
        .containsExactly("0");
    assertThat(ids()).containsExactly(id);
  }

  @Test
  void aFileSaysWhoWins() throws Exception {
    Path rules = directory.resolve("conflicts.json");
    Files.writeString(rules, "{\"table_strategies\": {\"note\": {\"strategy\": \"source_win\"}}}");
    commands.execute("UPDATE client_acme.note SET body = 'support' WHERE id = 1");
    new SqliteApp(source).run("UPDATE note SET body = 'app' WHERE id = 1");
    syncForPeople("--conflict-config", rules.toString())
        .failsWith(rules.toString(), "$.table_strategies.note.strategy", "source_wins?");
    Files.writeString(rules, "{\"table_strategies\": {\"chat\": {\"strategy\": \"source_wins\"}}}");
    syncForPeople("--conflict-config", rules.toString()).failsWith("there is no table chat");
    Files.writeString(rules, "{\"table_strategies\": {\"note\": {\"strategy\": \"source_wins\"}}}");
    JsonNode synced = sync("--conflict-config", rules.toString()).exits(ExitCode.DONE).json();
    assertThat(synced.get("resolved").asLong()).isEqualTo(1);
    assertThat(bodies()).startsWith("app,");
  }

  private void aFileIsRefusedWhileANodeLeads(String id) throws Exception {
    Path rules = directory.resolve("conflicts.json");
    Files.writeString(rules, "{\"table_strategies\": {\"note\": {\"strategy\": \"source_wins\"}}}");
    commands.execute(
        "INSERT INTO sync_metadata.hosts (hostname, cluster_name, status, last_heartbeat, metadata)"
            + " SELECT 'node-x', cluster_name, 'active', now(), '{\"scheduler\": true}'"
            + " FROM sync_metadata.leader_election");
    commands.execute(
        "UPDATE sync_metadata.leader_election SET term = term + 1, holder = gen_random_uuid(),"
            + " leader_id = 'node-x', acquired_at = now(), expires_at = now() + interval '1 hour'");
    String[] file = {"--conflict-config", rules.toString()};
    syncForPeople(file).failsWith("node node-x leads the cluster", "--conflict-config");
    resolve(id, "source", file).failsWith("node node-x leads the cluster", "--conflict-config");
  }

  private String bodies() {
    return commands.query("SELECT string_agg(body, ',' ORDER BY id) FROM client_acme.note").get(0);
  }

  private List<String> ids() {
    List<String> ids = new ArrayList<>();
    commands
        .run("conflicts", "list", "--json")
        .json()
        .get("waiting")
        .forEach(entry -> ids.add(entry.get("id").asText()));
    return ids;
  }

  private CommandRun sync(String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of("sync", "--client", "acme", "--source", source.toString(), "--json"));
    arguments.addAll(List.of(more));
    return commands.run(arguments.toArray(String[]::new));
  }

  private CommandRun syncForPeople(String... more) {
    List<String> arguments =
        new ArrayList<>(List.of("sync", "--client", "acme", "--source", source.toString()));
    arguments.addAll(List.of(more));
    return commands.run(arguments.toArray(String[]::new));
  }

  private CommandRun resolve(String id, String choice, String... more) {
    List<String> arguments = new ArrayList<>(List.of("conflicts", "resolve", id, choice));
    arguments.addAll(List.of(more));
    return commands.run(arguments.toArray(String[]::new));
  }
}
