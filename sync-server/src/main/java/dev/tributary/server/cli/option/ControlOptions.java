package dev.tributary.server.cli.option;

import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.server.control.DockerNodes;
import dev.tributary.server.control.LocalNodes;
import dev.tributary.server.control.NodeControl;
import dev.tributary.server.control.NodeControls;
import dev.tributary.server.control.ProgramCommand;
import dev.tributary.server.control.SystemdNodes;
import dev.tributary.server.control.Tool;
import dev.tributary.server.database.Surroundings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How nodes run on this host. */
public final class ControlOptions {
  private static final Path COMPOSE = Path.of("docker-compose.sync-ha.yml");

  /** The ways, as they are called on the command line. */
  public enum Way {
    AUTO,
    PROCESS,
    DOCKER,
    SYSTEMD
  }

  @Option(
      names = "--control",
      paramLabel = "WAY",
      defaultValue = "auto",
      description = {
        "How nodes run on this host: ${COMPLETION-CANDIDATES}.",
        "auto: whatever knows the node."
      })
  private Way way;

  @Option(
      names = "--compose-file",
      paramLabel = "FILE",
      description = "What docker compose brings up; else docker-compose.sync-ha.yml where it is.")
  private Optional<Path> composeFile;

  /** The ways to look for a node. */
  public NodeControls controls(Path directory) {
    List<NodeControl> ways = new ArrayList<>();
    if (way == Way.AUTO || way == Way.PROCESS) {
      ways.add(processes(directory, Map.of()));
    }
    if (way == Way.DOCKER || way == Way.AUTO && has("docker")) {
      ways.add(docker());
    }
    if (way == Way.SYSTEMD || way == Way.AUTO && has("systemctl")) {
      ways.add(systemd());
    }
    return new NodeControls(ways);
  }

  /** The way to start new nodes. */
  public NodeControl forDeployment(Path directory, Map<String, String> environment) {
    return switch (way) {
      case DOCKER -> docker();
      case SYSTEMD -> systemd();
      case PROCESS -> processes(directory, environment);
      case AUTO ->
          composeFile().isPresent() && has("docker") ? docker() : processes(directory, environment);
    };
  }

  private Optional<Path> composeFile() {
    return composeFile.or(() -> Optional.of(COMPOSE).filter(Files::isRegularFile));
  }

  /** Folders of nodes that run as processes. */
  public static Path folder(Path directory) {
    return directory.resolve("nodes");
  }

  private static NodeControl processes(Path directory, Map<String, String> environment) {
    Optional<Path> launcher =
        Surroundings.ofThisProcess().variable("TRIBUTARY_LAUNCHER").map(Path::of);
    return new LocalNodes(folder(directory), ProgramCommand.forNodes(launcher), environment);
  }

  private NodeControl docker() {
    return new DockerNodes(tool("docker"), tool("docker-compose"), composeFile());
  }

  private static NodeControl systemd() {
    return new SystemdNodes(tool("systemctl"), tool("journalctl"));
  }

  private static boolean has(String name) {
    return tool(name).isThere();
  }

  private static Tool tool(String name) {
    String path =
        Surroundings.ofThisProcess()
            .variable("PATH")
            .orElseThrow(() -> new ConfigurationInvalid("PATH is not set"));
    return new Tool(name, path);
  }
}
