package dev.tributary.server.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tributary.core.internal.jdbc.DatabaseUrl;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes as processes; a script stands for the program. */
final class LocalNodesTest {
  private static final List<String> PAIR = List.of("h-node-a", "h-node-b");
  private static final String SCRIPT =
      "echo \"$NODE_NAME $ROLE $DATABASE_URL ${API_PORT:-none} ${LOG_FILE##*/nodes/} $*\"; trap 'echo ended; exit 0' TERM;"
          + " while :; do sleep 0.05; done";

  @TempDir Path folder;
  private LocalNodes nodes;

  @BeforeEach
  void open() {
    nodes =
        new LocalNodes(
            folder.resolve("nodes"),
            List.of("/bin/sh", "-c", SCRIPT, "program"),
            Map.of("DATABASE_URL", "jdbc:postgresql://db/app"));
  }

  @AfterEach
  void endAll() {
    for (String node : PAIR) {
      if (nodes.standing(node).isRunning()) {
        nodes.stop(node);
      }
    }
  }

  private List<String> log(String node) {
    List<String> lines = new ArrayList<>();
    nodes.log(node, 50, lines::add);
    return lines;
  }

  private void awaitLog(String node, int lines) {
    await().atMost(Duration.ofSeconds(10)).until(() -> log(node).size() >= lines);
  }

  @Test
  void aPairIsStartedOnceWithRolesAndSettingsOfItsOwn() {
    assertThat(nodes.standing("h-node-a").isKnown()).isFalse();
    nodes.deploy(PAIR);
    PAIR.forEach(node -> awaitLog(node, 1));
    String first = nodes.standing("h-node-a").detail();
    nodes.deploy(PAIR);
    assertThat(nodes.standing("h-node-a").detail()).isEqualTo(first).startsWith("process ");
    assertThat(log("h-node-a"))
        .containsExactly(
            "h-node-a node-a jdbc:postgresql://db/app none h-node-a/node.log serve --data-dir "
                + folder.resolve("nodes/h-node-a/data"));
    assertThat(log("h-node-b").get(0)).startsWith("h-node-b node-b ");
  }

  @Test
  void aNodeEndsWellAndComesBackWithTheSettingsOfItsDeployment() {
    nodes.deploy(PAIR);
    awaitLog("h-node-a", 1);
    nodes.stop("h-node-a");
    assertThat(nodes.standing("h-node-a"))
        .isEqualTo(new Standing(Standing.State.STOPPED, "no process"));
    assertThat(log("h-node-a")).endsWith("ended");
    LocalNodes later = new LocalNodes(folder.resolve("nodes"), command(), Map.of());
    later.restart("h-node-a");
    awaitLog("h-node-a", 3);
    assertThat(log("h-node-a").get(2)).contains("jdbc:postgresql://db/app");
  }

  @Test
  void eachOptionThatIsSetIsKeptButThePasswordAndNoneIsInherited() {
    assertThat(
            NodeEnvironment.of(
                Map.of("API_URL", "http://a:1", "DATABASE_PASSWORD", "s", "PATH", "/bin")))
        .containsExactly(Map.entry("API_URL", "http://a:1"));
    assertThat(NodeEnvironment.NAMES).contains("DATABASE_PASSWORD", "SECRETS_DIRECTORY", "ROLE");
  }

  private static List<String> command() {
    return List.of("/bin/sh", "-c", SCRIPT, "program");
  }

  @Test
  void anotherProcessWithTheSameNumberIsNotTaken() throws IOException {
    nodes.deploy(PAIR);
    nodes.stop("h-node-a");
    Files.writeString(
        folder.resolve("nodes/h-node-a/process"), ProcessHandle.current().pid() + " 12345\n");
    assertThat(nodes.standing("h-node-a").isRunning()).isFalse();
    nodes.stop("h-node-a"); // must not end this test
  }

  /** Its parent never asks how it ended, as process 1 of many a container. */
  @Test
  void aProcessThatEndedIsGoneAlsoWhereNobodyAsksHow() throws Exception {
    nodes.deploy(PAIR);
    nodes.stop("h-node-a");
    String child = "trap 'exit 0' TERM; while :; do sleep 0.05; done";
    Process parent =
        new ProcessBuilder("/bin/sh", "-c", "(" + child + ") & echo $!; exec sleep 60").start();
    try (BufferedReader out = parent.inputReader()) {
      ProcessHandle orphan = ProcessHandle.of(Long.parseLong(out.readLine())).orElseThrow();
      new NodeFolder(folder.resolve("nodes/h-node-a")).runs(orphan);
      assertThat(nodes.standing("h-node-a").isRunning()).isTrue();
      nodes.stop("h-node-a");
      assertThat(nodes.standing("h-node-a").isRunning()).isFalse();
      assertThat(orphan.isAlive()).as("still in the list of processes").isTrue();
    } finally {
      parent.destroyForcibly();
    }
  }

  @Test
  void settingsAreTheOwnersAloneAndHoldNoPassword() throws IOException {
    DatabaseUrl url =
        DatabaseUrl.parse("postgresql://me:s%20ecret@db.example:5433/app?sslmode=disable");
    Map<String, String> variables =
        NodeDatabase.variables(url, Optional.empty(), folder.resolve("nodes"));
    assertThat(variables.toString()).doesNotContain("ecret");
    DatabaseUrl back =
        DatabaseUrl.parse(variables.get("DATABASE_URL"))
            .withPasswordFile(Path.of(variables.get("DATABASE_PASSWORD_FILE")));
    assertThat(back).isEqualTo(url);
    new LocalNodes(folder.resolve("nodes"), command(), variables).deploy(List.of("h-node-a"));
    for (String file : List.of("h-node-a/settings", "h-node-a/process", "database.password")) {
      assertThat(
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(folder.resolve("nodes").resolve(file))))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void aLogIsFollowedUntilTheReaderLeaves() throws Exception {
    nodes.deploy(List.of("h-node-a"));
    awaitLog("h-node-a", 1);
    List<String> heard = new CopyOnWriteArrayList<>();
    Thread reader = new Thread(() -> nodes.follow("h-node-a", 10, heard::add));
    reader.start();
    await().atMost(Duration.ofSeconds(10)).until(() -> heard.size() == 1);
    nodes.stop("h-node-a");
    await().atMost(Duration.ofSeconds(10)).until(() -> heard.contains("ended"));
    reader.interrupt();
    reader.join(10_000);
    assertThat(reader.isAlive()).isFalse();
  }

  @Test
  void aNameThatIsNoneAndANodeThatIsNotHereAreRefused() {
    assertThatThrownBy(() -> nodes.standing("../etc")).hasMessageContaining("'../etc' is no name");
    assertThatThrownBy(() -> nodes.stop("nobody")).hasMessageContaining("was not deployed here");
    assertThatThrownBy(() -> new NodeControls(List.of(nodes)).of("nobody"))
        .hasMessageContaining("no node nobody on this host (process: no folder");
  }
}
