package dev.tributary.server.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.api.ConfigurationInvalid;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docker is told, word for word. */
final class DockerNodesTest {
  private static final String NODE = "openwebui-sync-node-a";
  private static final String PROJECT = "[--project-name][sync][--project-directory][/srv]";
  private static final Tool NONE = new Tool("docker-compose", "/nonexistent");
  private static final String SCRIPT =
      """
      case "$*" in
        *State.Status*gone) echo "Error: No such container: gone"; exit 1 ;;
        *State.Status*dead) echo exited ;;
        *State.Status*) echo running ;;
        *config_files*bare) printf 'img\\n\\n\\n\\n\\n' ;;
        *config_files*here) printf 'app:local\\nsync\\n/srv\\ncompose.yml,more.yml\\nnode-a\\n' ;;
        *config_files*) printf 'app:1\\nsync\\n/srv\\n/srv/compose.yml\\nnode-a\\n' ;;
        *RepoDigests*local) echo 0 ;;
        *RepoDigests*) echo 1 ;;
        logs*) echo one; echo two >&2 ;;
        stop*stuck) echo "permission denied"; exit 7 ;;
      esac
      """;

  @TempDir Path folder;
  private StubTool docker;
  private DockerNodes nodes;

  @BeforeEach
  void stub() {
    docker = StubTool.in(folder, "docker", SCRIPT);
    nodes = new DockerNodes(docker.tool(), NONE, Optional.empty());
  }

  @Test
  void aContainerRunsIsStoppedOrUnknown() {
    assertThat(nodes.standing(NODE))
        .isEqualTo(new Standing(Standing.State.RUNNING, "container running"));
    assertThat(nodes.standing("dead").state()).isEqualTo(Standing.State.STOPPED);
    assertThat(nodes.standing("gone").isKnown()).isFalse();
    assertThat(docker.calls().get(0))
        .isEqualTo("[inspect][--type][container][--format][{{.State.Status}}][" + NODE + "]");
  }

  @Test
  void stopAndRestartGiveTheRunsTimeToEnd() {
    nodes.stop(NODE);
    nodes.restart(NODE);
    assertThat(docker.calls())
        .containsExactly("[stop][--time][40][" + NODE + "]", "[restart][--time][40][" + NODE + "]");
    assertThatThrownBy(() -> nodes.stop("stuck"))
        .isInstanceOf(ConfigurationInvalid.class)
        .hasMessage("cannot stop container stuck: docker ended with 7: permission denied");
  }

  @Test
  void logsAreTheLastLinesOfBothStreams() {
    List<String> lines = new ArrayList<>();
    nodes.log(NODE, 50, lines::add);
    nodes.follow(NODE, 10, lines::add);
    assertThat(lines).containsExactlyInAnyOrder("one", "two", "one", "two");
    assertThat(docker.calls())
        .containsExactly(
            "[logs][--tail][50][" + NODE + "]", "[logs][--tail][10][--follow][" + NODE + "]");
  }

  /** Under another project's name compose would make a second container of the same name. */
  @Test
  void anUpdatePullsTheImageAndMakesTheContainerAnewInItsProject() {
    nodes.update(NODE);
    assertThat(last(docker, 3))
        .containsExactly(
            "[compose]" + PROJECT + "[--file][/srv/compose.yml][pull][node-a]",
            "[compose][version]",
            "[compose]" + PROJECT + "[--file][/srv/compose.yml][up][--detach][--no-deps][node-a]");
    assertThatThrownBy(() -> nodes.update("bare"))
        .hasMessageContaining("not made by docker compose");
  }

  @Test
  void anImageThatWasBuiltHereIsNotPulled() {
    nodes.update("here");
    assertThat(last(docker, 2))
        .containsExactly(
            "[compose][version]",
            "[compose]"
                + PROJECT
                + "[--file][/srv/compose.yml][--file][/srv/more.yml][up][--detach][--no-deps][node-a]");
    assertThat(docker.calls()).noneMatch(call -> call.contains("[pull]"));
  }

  @Test
  void whereDockerHasNoPluginTheCommandOfItsOwnIsUsed() {
    StubTool plain =
        StubTool.in(folder.resolve("old"), "docker", "[ \"$1\" != compose ] || exit 1\n" + SCRIPT);
    StubTool standalone = StubTool.in(folder, "docker-compose", "");
    new DockerNodes(plain.tool(), standalone.tool(), Optional.empty()).update("here");
    assertThat(standalone.calls())
        .containsExactly(
            PROJECT
                + "[--file][/srv/compose.yml][--file][/srv/more.yml][up][--detach][--no-deps][node-a]");
    DockerNodes none = new DockerNodes(plain.tool(), NONE, Optional.empty());
    assertThatThrownBy(() -> none.update("here"))
        .isInstanceOf(ConfigurationInvalid.class)
        .hasMessageContaining("no docker compose")
        .hasMessageContaining("docker-compose-plugin");
  }

  private static List<String> last(StubTool tool, int count) {
    List<String> calls = tool.calls();
    return calls.subList(calls.size() - count, calls.size());
  }

  @Test
  void aDeploymentNeedsItsFile() throws IOException {
    assertThatThrownBy(() -> nodes.deploy(List.of(NODE))).hasMessageContaining("--compose-file");
    Path missing = folder.resolve("no.yml");
    assertThatThrownBy(
            () -> new DockerNodes(docker.tool(), NONE, Optional.of(missing)).deploy(List.of(NODE)))
        .hasMessageContaining("there is no file " + missing);
    Path file = Files.writeString(folder.resolve("a file.yml"), "services: {}\n");
    new DockerNodes(docker.tool(), NONE, Optional.of(file)).deploy(List.of(NODE));
    assertThat(docker.calls())
        .containsExactly("[compose][version]", "[compose][--file][" + file + "][up][--detach]");
  }

  @Test
  void aNameIsAWordAndNeverACommand() {
    nodes.standing("$(touch " + folder.resolve("harm") + "); x");
    assertThat(folder.resolve("harm")).doesNotExist();
  }

  @Test
  void aMissingCommandIsNamed() {
    DockerNodes none = new DockerNodes(new Tool("docker", "/nonexistent"), NONE, Optional.empty());
    assertThatThrownBy(() -> none.standing(NODE))
        .hasMessage("there is no command 'docker' on this host's PATH");
  }
}
