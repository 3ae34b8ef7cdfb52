package dev.tributary.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.server.cli.outcome.ExitCode;
import dev.tributary.test.sqlite.SqliteApp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client from its first file to its farewell, by commands. */
final class ClientCommandsTest {
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

  private static Path file(String name) {
    Path file = directory.resolve(name + ".db");
    new SqliteApp(file)
        .run(
            "CREATE TABLE note (id INTEGER PRIMARY KEY, body TEXT)",
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500)"
                + " INSERT INTO note SELECT i, 'note' FROM n");
    return file;
  }

  private static Path registered(String name) {
    Path file = file(name);
    commands
        .run("client", "register", "--client", name, "--source", file.toString(), "--json")
        .exits(0);
    commands.run("client", "sync", "--client", name, "--json").exits(0);
    return file;
  }

  private static CommandRun client(String command, String name, String... more) {
    String[] words = new String[4 + more.length];
    words[0] = "client";
    words[1] = command;
    words[2] = "--client";
    words[3] = name;
    System.arraycopy(more, 0, words, 4, more.length);
    return commands.run(words);
  }

  @Test
  void aClientIsVerifiedAndRestoredByItsNameAlone() throws IOException {
    registered("plain");
    JsonNode verified = client("verify", "plain", "--json").exits(0).json();
    assertThat(verified.get("equal").asBoolean()).isTrue();
    assertThat(verified.get("rows").asLong()).isEqualTo(500);
    Path back = directory.resolve("back.db");
    JsonNode restored =
        client("restore", "plain", "--to", back.toString(), "--json").exits(0).json();
    assertThat(restored.get("rows").asLong()).isEqualTo(500);
    assertThat(Files.size(back)).isPositive();
    commands.run("verify", "--client", "plain").exits(0);
  }

  @Test
  void aHoldIsConfirmedByTypingTheNameOrPassedByOneRun() {
    Path file = registered("held");
    new SqliteApp(file).run("DELETE FROM note WHERE id > 10");
    assertThat(client("sync", "held").exits(ExitCode.WAITING).out())
        .contains("tributary client confirm");
    assertThat(client("confirm", "held").exits(1).err())
        .contains("is on hold: 490 of 500 rows of table note are gone")
        .contains("--confirm held");
    client("confirm", "held", "--confirm", "Held").exits(1);
    assertThat(
            client("confirm", "held", "--confirm", "held", "--json")
                .exits(0)
                .json()
                .get("confirmed")
                .asBoolean())
        .isTrue();
    client("sync", "held").exits(0);
    assertThat(commands.query("SELECT count(*) FROM client_held.note")).containsExactly("10");
    assertThat(client("confirm", "held", "--confirm", "held").exits(1).err())
        .contains("client held is not on hold");

    new SqliteApp(file)
        .run("INSERT INTO note SELECT id + 1000, body FROM note", "DELETE FROM note");
    new SqliteApp(file).run("INSERT INTO note VALUES (1, 'one')");
    client("sync", "held", "--allow-mass-delete").exits(0);
  }

  @Test
  void aClientIsRenamedWithAndWithoutItsSchema() {
    registered("first");
    JsonNode renamed = client("rename", "first", "--to", "second", "--json").exits(0).json();
    assertThat(renamed.get("was").asText()).isEqualTo("first");
    assertThat(renamed.get("target_schema").asText()).isEqualTo("client_second");
    client("rename", "second", "--to", "third", "--keep-schema").exits(0);
    client("sync", "third").exits(0);
    assertThat(commands.query("SELECT count(*) FROM client_second.note")).containsExactly("500");
    assertThat(
            client("status", "third", "--json")
                .exits(0)
                .json()
                .at("/clients/0/target_schema")
                .asText())
        .isEqualTo("client_second");
    assertThat(client("rename", "third", "--to", "x", "--keep-schema", "--schema", "y").code())
        .isEqualTo(ExitCode.WRONG_COMMAND_LINE);
    assertThat(
            client("rename", "nobody", "--to", "x", "--json")
                .exits(1)
                .json()
                .at("/error/kind")
                .asText())
        .isEqualTo("unknown_client");
  }

  @Test
  void aFileThatMovedIsFollowedByRelocate() throws IOException {
    Path file = registered("mover");
    Path there = directory.resolve("there.db");
    Files.move(file, there);
    client("sync", "mover").exits(ExitCode.WAITING);
    client("relocate", "mover", "--source", there.toString()).exits(0);
    client("sync", "mover").exits(0);
  }

  @Test
  void anAdministratorMovesAClientToTheOtherCluster() {
    registered("traveller");
    client("move", "traveller", "--to-cluster", "two").failsWith("only an administrator may move");
    assertThat(
            commands
                .asAdministrator(
                    "client", "move", "--client", "traveller", "--to-cluster", "two", "--json")
                .exits(0)
                .json()
                .get("cluster_name")
                .asText())
        .isEqualTo("two");
    assertThat(client("status", "traveller").exits(1).err()).contains("not registered");
    JsonNode there =
        commands.asTwo("client", "sync", "--client", "traveller", "--json").exits(0).json();
    assertThat(there.get("rows_changed").asLong()).isZero();
  }

  @Test
  void farewellNeedsTheNameAndDroppingTheRowsMore() {
    registered("leaver");
    assertThat(client("deregister", "leaver").exits(1).err()).contains("--confirm leaver");
    client("deregister", "leaver", "--confirm", "yes").failsWith("typing leaver");
    client(
            "deregister",
            "leaver",
            "--drop-schema",
            "--confirm",
            "leaver",
            "--confirm-drop",
            "DELETE")
        .failsWith("only an administrator may drop");
    String[] drop = {
      "client", "deregister", "--client", "leaver", "--drop-schema", "--confirm", "leaver"
    };
    commands.asAdministrator(drop).failsWith("--confirm-drop DELETE");
    JsonNode left = client("deregister", "leaver", "--confirm", "leaver", "--json").exits(0).json();
    assertThat(left.get("schema_dropped").asBoolean()).isFalse();
    assertThat(commands.query("SELECT count(*) FROM client_leaver.note")).containsExactly("500");
  }

  @Test
  void filesAreFoundByAPatternAndRegisteredOnRequest() throws IOException {
    Path opt = Files.createDirectories(directory.resolve("opt"));
    for (String customer : new String[] {"Blue", "green"}) {
      Files.createDirectories(opt.resolve(customer));
      new SqliteApp(opt.resolve(customer).resolve("webui.db"))
          .run("CREATE TABLE t (id INTEGER PRIMARY KEY)");
    }
    String pattern = opt + "/*/webui.db";
    JsonNode dry = commands.run("client", "discover", pattern, "--json").exits(0).json();
    assertThat(dry.get("sources")).hasSize(2);
    assertThat(dry.at("/sources/0/kind").asText()).isEqualTo("new");
    assertThat(dry.at("/sources/0/client_name").asText()).isEqualTo("blue");
    assertThat(dry.at("/sources/0/adopted").asBoolean()).isFalse();
    commands
        .run("client", "discover", pattern, "--name", "shop-{1}", "--register", "--start")
        .exits(0);
    assertThat(
            commands.query(
                "SELECT client_name || sync_enabled FROM sync_metadata.client_deployments"
                    + " WHERE client_name LIKE 'shop%' ORDER BY 1"))
        .containsExactly("shop-bluetrue", "shop-greentrue");
    Files.delete(opt.resolve("green").resolve("webui.db"));
    assertThat(commands.run("client", "discover", pattern).exits(ExitCode.WAITING).out())
        .contains("vanished  shop-green");
  }

  @Test
  void nothingWaitsIsNotSaidOfAClientThatDoesNotExist() {
    for (String list : new String[] {"conflicts", "quarantine"}) {
      assertThat(commands.run(list, "list", "--client", "nobody").exits(ExitCode.FAILED).err())
          .contains("client nobody is not registered");
    }
    assertThat(commands.run("client", "jobs", "--client", "nobody").exits(ExitCode.FAILED).err())
        .contains("client nobody is not registered");
  }

  @Test
  void aClientThatDoesNotExistIsOfTheSameKindInEveryDocument() {
    String copy = directory.resolve("copy.db").toString();
    for (List<String> words :
        List.of(
            List.of("client", "start"),
            List.of("client", "pause"),
            List.of("client", "interval", "--every", "5m"),
            List.of("client", "sync"),
            List.of("client", "verify"),
            List.of("restore", "--to", copy))) {
      List<String> all = new ArrayList<>(words);
      all.addAll(List.of("--client", "nobody", "--json"));
      CommandRun run = commands.run(all.toArray(String[]::new)).exits(ExitCode.FAILED);
      assertThat(run.json().at("/error/kind").asText()).as("%s", words).isEqualTo("unknown_client");
    }
  }

  @Test
  void anAdministratorSeesWhatWaitsInTheClusterThatHeNamesAlone() {
    registered("queued");
    commands.execute(
        "INSERT INTO sync_metadata.quarantine"
            + " (deployment_id, client_name, table_name, record_key, reason)"
            + " SELECT deployment_id, client_name, 'note', '{}', 'too large'"
            + " FROM sync_metadata.client_deployments WHERE client_name = 'queued'");
    String id =
        commands
            .asAdministrator("quarantine", "list", "--json")
            .exits(ExitCode.WAITING)
            .json()
            .at("/waiting/0/id")
            .asText();
    commands.asAdministrator("quarantine", "list", "--cluster", "two").exits(ExitCode.DONE);
    commands.asAdministrator("quarantine", "show", id).exits(ExitCode.DONE);
    commands.asAdministrator("quarantine", "show", id, "--cluster", "two").exits(ExitCode.FAILED);
  }
}
