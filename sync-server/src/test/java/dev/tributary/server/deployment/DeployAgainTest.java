package dev.tributary.server.deployment;

import static dev.tributary.server.deployment.FakeHost.DEPLOY;
import static dev.tributary.server.deployment.FakeHost.DEREGISTER;
import static dev.tributary.server.deployment.FakeHost.PLAIN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.server.deployment.FakeHost.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A pair that runs, deployed again: node a leads. */
@Tag("machine")
final class DeployAgainTest {
  @TempDir Path directory;
  private FakeHost host;

  @BeforeEach
  void prepare() throws IOException {
    host = new FakeHost(directory);
    host.isConfigured(
        Stream.concat(
                Stream.of(PLAIN), Stream.of("TRIBUTARY_IMAGE=registry.example.org/tributary:2"))
            .toArray(String[]::new));
    host.runsNodes();
  }

  @AfterEach
  void close() {
    host.close();
  }

  @Test
  void theFollowerIsChangedFirstAndNeverBothAtOnce() throws IOException {
    runs(DEPLOY);
    assertThat(composed("docker compose"))
        .containsExactly("up --detach --no-deps sync-node-b", "up --detach --no-deps sync-node-a");
    assertThat(host.calls()).noneMatch(call -> call.matches("docker (pull|build|image rm).*"));
  }

  /** As with OPEN_PATHS=none: who leads is asked with the token of the nodes' own check. */
  @Test
  void aPairThatTellsItsHealthToNobodyIsChangedInTurnAsWell() throws IOException {
    host.closesHealth();
    assertThat(runs(DEPLOY)).contains("openwebui-sync-node-a leads").doesNotContain("0123456789");
    assertThat(composed("docker compose"))
        .containsExactly("up --detach --no-deps sync-node-b", "up --detach --no-deps sync-node-a");
  }

  @Test
  void anUpdateBringsImageSchemaAndNodesInThisOrder() throws IOException {
    runs(DEPLOY, "--update");
    String calls = String.join("\n", host.calls());
    assertThat(calls)
        .containsSubsequence(
            "docker pull registry.example.org/tributary:2",
            "db install",
            "sync-node-b",
            "sync-node-a",
            "docker image rm sha256:older");
  }

  @Test
  void anUpdateThatBringsNothingNewRemovesNoImage() throws IOException {
    host.says("IMAGE", "sha256:newer\n");
    runs(DEPLOY, "--update");
    assertThat(host.calls()).noneMatch(call -> call.startsWith("docker image rm"));
  }

  @Test
  void whereDockerHasNoPluginDockerComposeIsUsed() throws IOException {
    host.says("NOPLUGIN", "");
    runs(DEPLOY);
    runs(DEREGISTER, "--confirm", "DEREGISTER", "--purge");
    assertThat(composed("docker-compose"))
        .containsExactly(
            "up --detach --no-deps sync-node-b",
            "up --detach --no-deps sync-node-a",
            "stop",
            "down --volumes --remove-orphans");
    assertThat(composed("docker compose")).isEmpty();
  }

  /** A password that was put there by root, or made when .env named another user. */
  @Test
  void secretsBelongToTheNodesUser() throws IOException {
    runs(DEPLOY);
    try (Stream<Path> secrets = Files.list(host.docker.resolve("secrets"))) {
      assertThat(secrets)
          .hasSize(4)
          .allSatisfy(
              secret ->
                  assertThat(Files.getAttribute(secret, "unix:uid")).isEqualTo(host.nodesUser()));
    }
  }

  /** It could lead, and would fail at each sync. */
  @Test
  void aNodeThatIsToRunAsAnotherUserBeginsWithAnEmptyVolume() throws IOException {
    host.says("RANAS", "77:10001\n");
    runs(DEPLOY);
    assertThat(String.join("\n", host.calls()))
        .containsSubsequence(
            "rm --stop --force sync-node-b",
            "docker volume rm sync_sync-node-b",
            "up --detach --no-deps sync-node-b",
            "rm --stop --force sync-node-a",
            "docker volume rm sync_sync-node-a",
            "up --detach --no-deps sync-node-a");
    host.says("RANAS", host.nodesUser() + ":10001\n");
    runs(DEPLOY);
    assertThat(host.calls()).filteredOn(call -> call.startsWith("docker volume rm")).hasSize(2);
  }

  /** What it said. */
  private String runs(String script, String... words) {
    Ran ran = host.run(script, words);
    assertThat(ran.code()).as(ran.said()).isZero();
    return ran.said();
  }

  /** What compose was told, without the options that say which project. */
  private List<String> composed(String command) throws IOException {
    return host.calls().stream()
        .filter(call -> call.startsWith(command + " --project-name sync "))
        .map(call -> call.replaceFirst(".* --env-file \\S+ ", ""))
        .toList();
  }
}
