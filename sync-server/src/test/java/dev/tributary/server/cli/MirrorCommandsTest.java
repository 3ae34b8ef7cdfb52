package dev.tributary.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.server.cli.outcome.ExitCode;
import dev.tributary.test.sqlite.CellCompare;
import dev.tributary.test.sqlite.SqliteApp;
import dev.tributary.test.sqlite.SqliteSession;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The commands one after another: once as processes on the embedded PostgreSQL that nobody had to
 * install; what differs after that, in this process.
 */
final class MirrorCommandsTest {
  @TempDir private static Path shared;
  private static CommandHere commands;
  @TempDir private Path directory;
  private Path source;

  @BeforeAll
  static void install() {
    commands = new CommandHere(shared.resolve("data"));
  }

  @AfterAll
  static void close() {
    commands.close();
  }

  @AfterEach
  void nothingKeepsRunning() {
    CommandHere.bare("db", "stop", "--data-dir", data());
  }

  @BeforeEach
  void makeSource() {
    source = SourceFiles.small(directory.resolve("app.db"));
  }

  @Test
  void fileIsMirroredChangedVerifiedAndRestored() throws Exception {
    run("db", "start").exits(0);
    JsonNode first = sync().exits(ExitCode.DONE).json();
    assertThat(first.get("outcome").asText()).isEqualTo("complete");
    assertThat(first.get("rows_changed").asLong()).isEqualTo(3);

    assertThat(syncUntilTheFileHasSettled()).isEqualTo("unchanged");

    new SqliteApp(source)
        .run(
            "UPDATE note SET body = 'uno' WHERE id = 1",
            "DELETE FROM note WHERE id = 2",
            "INSERT INTO note VALUES (4, 'four', 4.5)");
    JsonNode second = sync().exits(ExitCode.DONE).json();
    assertThat(second.at("/tables/0/inserted").asLong()).isEqualTo(1);
    assertThat(second.at("/tables/0/updated").asLong()).isEqualTo(1);
    assertThat(second.at("/tables/0/deleted").asLong()).isEqualTo(1);

    verifiesEqual();
    restoresEqual();
  }

  private void verifiesEqual() {
    JsonNode verified =
        run("verify", "--client", "acme", "--source", source.toString(), "--json")
            .exits(ExitCode.DONE)
            .json();
    assertThat(verified.get("equal").asBoolean()).isTrue();
    assertThat(verified.get("cells").asLong()).isEqualTo(9);
  }

  private void restoresEqual() {
    Path restored = directory.resolve("restored.db");
    run("restore", "--client", "acme", "--to", restored.toString()).exits(ExitCode.DONE);
    assertThat(CellCompare.differences(source, restored)).isEmpty();
    run("restore", "--client", "acme", "--to", restored.toString()).failsWith("exists already");
  }

  /** A file that was written less than two seconds ago is read again; each run takes a while. */
  private String syncUntilTheFileHasSettled() {
    String outcome = "";
    for (int run = 0; run < 20 && !outcome.equals("unchanged"); run++) {
      JsonNode report = sync().exits(ExitCode.DONE).json();
      assertThat(report.get("rows_changed").asLong()).isZero();
      outcome = report.get("outcome").asText();
    }
    return outcome;
  }

  /** As of sqlite-vec: only the app loads it. Its storage is made of plain tables then. */
  @Test
  void aVirtualTableThatOnlyTheAppCanMakeIsNamedAsLeftOut() {
    new SqliteApp(source)
        .run(
            "CREATE TABLE near_rows (id INTEGER PRIMARY KEY, v BLOB)",
            "INSERT INTO near_rows VALUES (1, x'00ff')",
            "PRAGMA writable_schema = ON",
            "INSERT INTO sqlite_schema VALUES ('table', 'near', 'near', 0,"
                + " 'CREATE VIRTUAL TABLE near USING vec0(v)')");
    assertThat(syncHere("virtual").exits(ExitCode.DONE).json().get("notes").toString())
        .contains("table near is not mirrored: a virtual table");
    Path back = directory.resolve("back.db");

    CommandRun restored = commands.run("restore", "--client", "virtual", "--to", back.toString());

    assertThat(restored.exits(ExitCode.WAITING).out())
        .contains("left out: near", "virtual table near is left out, let the application make it")
        .contains("no such module: vec0");
    try (SqliteSession session = SqliteSession.open(back)) {
      assertThat(session.number("SELECT v = x'00ff' FROM near_rows")).isEqualTo(1);
    }
    CommandRun json =
        commands.run("restore", "--client", "virtual", "--to", back + "2", "--json").exits(2);
    assertThat(json.json().get("left_out").toString()).isEqualTo("[\"near\"]");
    assertThat(json.json().get("missing").asLong()).isZero();
  }

  @Test
  void textAnswerShowsTheChangedTables() {
    CommandRun run =
        run("sync", "--source", source.toString(), "--client", "acme").exits(ExitCode.DONE);
    assertThat(run.out()).startsWith("acme: complete in ").contains("note").contains("3 rows read");
  }

  @Test
  void verifyFindsWhatSomebodyChangedAndExitsWithFailure() throws Exception {
    syncHere("verified").exits(ExitCode.DONE);
    commands.execute("UPDATE client_verified.note SET body = 'by hand' WHERE id = 1");

    CommandRun verified =
        commands.run("verify", "--client", "verified", "--source", source.toString());
    verified.exits(ExitCode.FAILED);
    assertThat(verified.out()).contains("1 row differs").contains("note").doesNotContain("by hand");
  }

  @Test
  void conflictWaitsInTheExitCodeAndInTheList() throws Exception {
    syncHere("waiting").exits(ExitCode.DONE);
    commands.execute("UPDATE client_waiting.note SET body = 'by hand' WHERE id = 1");
    new SqliteApp(source).run("UPDATE note SET body = 'by the app' WHERE id = 1");

    JsonNode report = syncHere("waiting").exits(ExitCode.WAITING).json();
    assertThat(report.get("outcome").asText()).isEqualTo("partial");
    assertThat(report.get("notes").get(0).asText())
        .matches("table \\w+: 1 rows that others changed, too, wait for a decision .*");

    JsonNode list =
        commands.run("conflicts", "list", "--client", "waiting", "--json").exits(2).json();
    assertThat(list.at("/waiting/0/table_name").asText()).isEqualTo("note");
    String id = list.at("/waiting/0/id").asText();
    CommandRun shown = commands.run("conflicts", "show", id).exits(ExitCode.DONE);
    assertThat(shown.out()).contains("by hand").contains("by the app");
    commands.run("quarantine", "list").exits(ExitCode.DONE);
  }

  @Test
  void planNeedsNoDatabase() {
    JsonNode plan = plan(source, "--json").exits(0).json();
    assertThat(plan.at("/tables/0/source").asText()).isEqualTo("note");
    assertThat(plan.at("/tables/0/rows").asLong()).isEqualTo(3);
    assertThat(directory.resolve("data/postgres")).doesNotExist();
  }

  @Test
  void chosenTypeIsPlanned() {
    JsonNode plan = plan(source, "--as", "note.at=timestamptz:s", "--json").exits(0).json();
    assertThat(plan.at("/tables/0/columns/2/type").asText()).contains("timestamptz");
  }

  @Test
  void filesThatAreNoDatabaseAreNamedAndLeftAlone() throws Exception {
    Path text = Files.writeString(directory.resolve("text.db"), "this is not SQLite\n".repeat(99));
    plan(directory.resolve("missing.db")).failsWith("missing.db");
    plan(directory).failsWith(directory.toString(), "not a file");
    plan(text).failsWith("text.db");
    assertThat(text).hasContent("this is not SQLite\n".repeat(99));
  }

  @Test
  void emptyFileIsNamed() throws Exception {
    plan(Files.createFile(directory.resolve("empty.db"))).failsWith("empty.db");
  }

  private CommandRun plan(Path file, String... more) {
    List<String> all = new ArrayList<>(List.of("plan", "--source", file.toString()));
    all.addAll(List.of(more));
    all.addAll(List.of("--data-dir", data()));
    return CommandHere.bare(all.toArray(String[]::new));
  }

  private CommandRun syncHere(String client) {
    return commands.run("sync", "--source", source.toString(), "--client", client, "--json");
  }

  private CommandRun sync() {
    return run("sync", "--source", source.toString(), "--client", "acme", "--json");
  }

  private CommandRun run(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--data-dir", data()));
    return CommandRun.of(all.toArray(String[]::new));
  }

  private String data() {
    return directory.resolve("data").toString();
  }
}
