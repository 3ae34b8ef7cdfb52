package dev.tributary.server.control;

import dev.tributary.api.ConfigurationInvalid;
import java.util.ArrayList;
import java.util.List;

/** {@code docker compose} where docker has the plugin, else {@code docker-compose}. */
final class Compose {
  private final Tool docker;
  private final Tool standalone;

  Compose(Tool docker, Tool standalone) {
    this.docker = docker;
    this.standalone = standalone;
  }

  /** Fails when the command does, or when there is none. */
  void require(String what, List<String> options, String... words) {
    List<String> command = new ArrayList<>(options);
    command.addAll(List.of(words));
    if (docker.run("compose", "version").well()) {
      command.add(0, "compose");
      docker.require(what, command.toArray(String[]::new));
    } else if (standalone.isThere()) {
      standalone.require(what, command.toArray(String[]::new));
    } else {
      throw new ConfigurationInvalid(
          "cannot %s: there is no docker compose on this host; install the package".formatted(what)
              + " docker-compose-plugin, or docker-compose");
    }
  }
}
