package dev.tributary.server.control;

import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.server.control.Standing.State;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Nodes in containers, whose names are those of the nodes. */
public final class DockerNodes implements NodeControl {
  private static final String GRACE_SECONDS = "40";
  private static final String STATUS = "{{.State.Status}}";

  /** An image that was built here has no digest of a registry, and cannot be pulled. */
  private static final String DIGESTS = "{{len .RepoDigests}}";

  private final Tool docker;
  private final Compose compose;
  private final Optional<Path> composeFile;

  /**
   * @param standalone the command {@code docker-compose}, used where docker has no plugin
   * @param composeFile what {@link #deploy} brings up; empty: nothing can be deployed
   */
  public DockerNodes(Tool docker, Tool standalone, Optional<Path> composeFile) {
    this.docker = docker;
    this.compose = new Compose(docker, standalone);
    this.composeFile = composeFile;
  }

  @Override
  public String way() {
    return "docker";
  }

  @Override
  public Standing standing(String node) {
    Tool.Ran ran = docker.run("inspect", "--type", "container", "--format", STATUS, node);
    if (!ran.well()) {
      return new Standing(State.UNKNOWN, "no container of this name");
    }
    String status = ran.firstLine();
    boolean runs = status.equals("running");
    return new Standing(runs ? State.RUNNING : State.STOPPED, "container " + status);
  }

  @Override
  public void deploy(List<String> nodes) {
    Path file =
        composeFile.orElseThrow(
            () ->
                new ConfigurationInvalid(
                    "to deploy containers name their file with --compose-file FILE"));
    if (!Files.isRegularFile(file)) {
      throw new ConfigurationInvalid("there is no file " + file.toAbsolutePath());
    }
    compose.require(
        "deploy the containers of " + file, List.of("--file", file.toString()), "up", "--detach");
  }

  @Override
  public void stop(String node) {
    docker.require("stop container " + node, "stop", "--time", GRACE_SECONDS, node);
  }

  @Override
  public void restart(String node) {
    docker.require("restart container " + node, "restart", "--time", GRACE_SECONDS, node);
  }

  /** Pulls the image, unless it was built here, and makes the container anew if it is another. */
  @Override
  public void update(String node) {
    Composed composed =
        Composed.of(docker.require("look at container " + node, Composed.inspect(node)).lines())
            .orElseThrow(
                () ->
                    new ConfigurationInvalid(
                        ("container %s was not made by docker compose: pull its image and make it"
                                + " anew as it was made")
                            .formatted(node)));
    if (isPulled(composed.image())) {
      compose.require("pull the image of " + node, composed.options(), "pull", composed.service());
    }
    compose.require(
        "make container " + node + " anew",
        composed.options(),
        "up",
        "--detach",
        "--no-deps",
        composed.service());
  }

  private boolean isPulled(String image) {
    return !docker.run("image", "inspect", "--format", DIGESTS, image).firstLine().equals("0");
  }

  @Override
  public void log(String node, int lines, Consumer<String> sink) {
    docker
        .require("read the log of container " + node, "logs", "--tail", String.valueOf(lines), node)
        .lines()
        .forEach(sink);
  }

  @Override
  public void follow(String node, int lines, Consumer<String> sink) {
    docker.run(sink, "logs", "--tail", String.valueOf(lines), "--follow", node);
  }
}
