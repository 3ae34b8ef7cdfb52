package dev.tributary.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.server.cli.outcome.ExitCode;
import dev.tributary.server.looks.WritableFolder;
import dev.tributary.test.FaultProxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each thing that may be wrong is made wrong once, and seen. */
final class DoctorCommandTest {
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

  private static JsonNode finding(CommandRun run, String check) {
    List<String> checks = new ArrayList<>();
    for (JsonNode finding : run.json().get("findings")) {
      checks.add(finding.get("check").asText());
      if (finding.get("check").asText().equals(check)) {
        return finding;
      }
    }
    throw new AssertionError("no check " + check + " among " + checks);
  }

  private static String verdict(CommandRun run, String check) {
    return finding(run, check).get("verdict").asText();
  }

  @Test
  void whatIsWellIsSaidCheckByCheck() {
    CommandRun run = commands.run("doctor", "--json").exits(0);
    for (String check :
        List.of(
            "java",
            "sqlite",
            "address",
            "connection",
            "tls",
            "server",
            "connections",
            "clock",
            "schema",
            "role",
            "rights",
            "row_security",
            "data_dir")) {
      assertThat(verdict(run, check)).as(check).isEqualTo("ok");
    }
    assertThat(verdict(run, "pgvector")).isIn("ok", "note");
    assertThat(finding(run, "connection").get("said").asText()).startsWith("direct to PostgreSQL");
    assertThat(finding(run, "address").get("said").asText()).contains("IPv4 127.0.0.1");
    assertThat(run.json().get("verdict").asText()).isIn("ok", "note");
    assertThat(commands.run("doctor").exits(0).out()).contains("row_security").contains("ok");
  }

  @Test
  void anAdministratorIsNoNodesRole() {
    CommandRun run = commands.asAdministrator("doctor", "--json").exits(ExitCode.WAITING);
    assertThat(verdict(run, "role")).isEqualTo("warning");
    assertThat(finding(run, "role").get("remedy").asText())
        .contains("tributary db role --cluster one");
    assertThat(verdict(run, "row_security")).isEqualTo("warning");
  }

  @Test
  void aRoleOfAnotherClusterIsToldWhichItServes() {
    CommandRun run = commands.run("doctor", "--json", "--cluster", "two").exits(ExitCode.FAILED);
    assertThat(finding(run, "role").get("said").asText()).contains("serves cluster one, not two");
  }

  @Test
  void aTableWithoutRowSecurityIsFound() {
    commands.execute("ALTER TABLE sync_metadata.hosts DISABLE ROW LEVEL SECURITY");
    try {
      CommandRun run = commands.run("doctor", "--json").exits(ExitCode.FAILED);
      assertThat(finding(run, "row_security").get("said").asText()).contains("hosts");
    } finally {
      commands.execute("ALTER TABLE sync_metadata.hosts ENABLE ROW LEVEL SECURITY");
    }
  }

  @Test
  void rightsThatNoNodeNeedsAreNamed() {
    commands.execute("GRANT DELETE ON sync_metadata.sync_jobs TO sync_nodes");
    try {
      CommandRun run = commands.run("doctor", "--json").exits(ExitCode.WAITING);
      assertThat(finding(run, "rights").get("said").asText()).contains("delete in sync_metadata");
    } finally {
      commands.execute("REVOKE DELETE ON sync_metadata.sync_jobs FROM sync_nodes");
    }
  }

  @Test
  void aDatabaseWithoutTheSchemaNamesTheCommand() throws Exception {
    try (CommandHere bare = CommandHere.withoutSchema(directory.resolve("bare"))) {
      CommandRun run = bare.asAdministrator("doctor", "--json").exits(ExitCode.FAILED);
      assertThat(finding(run, "schema").get("remedy").asText()).contains("tributary db install");
    }
  }

  @Test
  void aDatabaseThatIsAwayDoesNotKeepTheRestFromBeingSeen() {
    CommandRun run =
        CommandHere.bare(
                "doctor",
                "--json",
                "--target",
                "postgresql://me:secret@127.0.0.1:1/app",
                "--data-dir",
                directory.resolve("away").toString())
            .exits(ExitCode.FAILED);
    assertThat(verdict(run, "database")).isEqualTo("failure");
    assertThat(verdict(run, "sqlite")).isEqualTo("ok");
    assertThat(run.out()).doesNotContain("secret");
    assertThat(
            verdict(
                CommandHere.bare(
                    "doctor", "--json", "--target", "postgresql://me@no-such-host.invalid/app"),
                "address"))
        .isEqualTo("failure");
  }

  @Test
  void filesOfOurOwnThatCannotBeWrittenAreFound() throws Exception {
    Path noFolder = Files.writeString(directory.resolve("no-folder"), "");
    for (Path place : List.of(noFolder, noFolder.resolve("below"))) {
      CommandRun run =
          CommandHere.bare(
              "doctor",
              "--json",
              "--target",
              commands.url("nobody", "x"),
              "--data-dir",
              "" + place);
      assertThat(verdict(run, "data_dir")).isEqualTo("failure");
      assertThat(finding(run, "data_dir").get("said").asText())
          .isEqualTo("nothing can be written in %s: it is no folder".formatted(noFolder));
    }
    assertThat(WritableFolder.trouble(directory)).isEmpty();
    try (Stream<Path> left = Files.list(directory)) {
      assertThat(left.map(Path::toString)).noneMatch(name -> name.contains("write-try"));
    }
  }

  @Test
  void somethingInBetweenIsSeenByItsPort() throws Exception {
    try (FaultProxy proxy = FaultProxy.to(commands.database().server().port())) {
      CommandRun run = commands.through(proxy.port(), "doctor", "--json").exits(0);
      assertThat(verdict(run, "connection")).isEqualTo("note");
      assertThat(finding(run, "connection").get("said").asText())
          .contains("port " + proxy.port() + " was dialled");
    }
  }

  @Test
  void filesOfClientsAndOthersAreLookedAt() throws Exception {
    Path file = SourceFiles.small(directory.resolve("app.db"));
    Path text = Files.writeString(directory.resolve("text.db"), "no database at all, really");
    commands.run("client", "register", "--client", "seen", "--source", file.toString()).exits(0);
    try {
      CommandRun run =
          commands.run("doctor", "--json", "--source", text.toString()).exits(ExitCode.FAILED);
      assertThat(verdict(run, "source seen")).isEqualTo("ok");
      assertThat(verdict(run, "source " + text)).isEqualTo("failure");
      Files.delete(file);
      assertThat(verdict(commands.run("doctor", "--json").exits(2), "source seen"))
          .isEqualTo("warning");
    } finally {
      commands.run("client", "deregister", "--client", "seen", "--confirm", "seen").exits(0);
    }
  }
}
