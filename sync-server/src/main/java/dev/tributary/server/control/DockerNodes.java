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
  private static final String COMPOSED =
      "{{index .Config.Labels \"com.docker.compose.project.config_files\"}}\n"
          + "{{index .Config.Labels \"com.docker.compose.service\"}}";

  private final Tool docker;
  private final Optional<Path> composeFile;

  /**
   * @param composeFile what {@link #deploy} brings up; empty: nothing can be deployed
   */
  public DockerNodes(Tool docker, Optional<Path> composeFile) {
    this.docker = docker;
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
    docker.require(
        "deploy the containers of " + file, "compose", "--file", file.toString(), "up", "--detach");
  }

  @Override
  public void stop(String node) {
    docker.require("stop container " + node, "stop", "--time", GRACE_SECONDS, node);
  }

  @Override
  public void restart(String node) {
    docker.require("restart container " + node, "restart", "--time", GRACE_SECONDS, node);
  }

  /** Pulls the image that the container's compose file names, and makes the container anew. */
  @Override
  public void update(String node) {
    List<String> composed =
        docker.require("look at container " + node, "inspect", "--format", COMPOSED, node).lines();
    if (composed.size() < 2 || composed.get(0).isBlank()) {
      throw new ConfigurationInvalid(
          ("container %s was not made by docker compose: pull its image and make it anew as it was"
                  + " made")
              .formatted(node));
    }
    String file = composed.get(0).strip();
    String service = composed.get(1).strip();
    docker.require("pull the image of " + node, "compose", "--file", file, "pull", service);
    docker.require(
        "make container " + node + " anew",
        "compose",
        "--file",
        file,
        "up",
        "--detach",
        "--no-deps",
        service);
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
