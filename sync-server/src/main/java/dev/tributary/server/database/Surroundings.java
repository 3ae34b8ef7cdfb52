package dev.tributary.server.database;

import dev.tributary.api.ClusterName;
import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.api.NodeId;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What the process finds around it: environment variables, home folder, host name, its own number.
 *
 * @param environment an empty value counts as not set
 */
public record Surroundings(Map<String, String> environment, Path home, String host, long process) {
  public Surroundings {
    environment = Map.copyOf(environment);
  }

  public static Surroundings ofThisProcess() {
    return new Surroundings(
        System.getenv(),
        home(System.getenv().getOrDefault("HOME", "")),
        hostName(),
        ProcessHandle.current().pid());
  }

  private static Path home(String variable) {
    return Path.of(variable.isBlank() ? System.getProperty("user.home", "") : variable);
  }

  private static String hostName() {
    String named = System.getenv().getOrDefault("HOSTNAME", "");
    if (!named.isBlank()) {
      return named;
    }
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost"; // a host without a name of its own
    }
  }

  public Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
  }

  /** The cluster where none is named: CLUSTER_NAME, HOST_NAME or {@code default}. */
  public ClusterName cluster() {
    return new ClusterName(
        variable("CLUSTER_NAME").or(() -> variable("HOST_NAME")).orElse("default"));
  }

  /** Host and process number, so that two commands on one host differ in the lease row. */
  public NodeId node() {
    String name = variable("HOST_NAME").orElse(host).replaceAll("[^A-Za-z0-9._-]", "-");
    String start = name.matches("[A-Za-z0-9].*") ? name : "host" + name;
    return new NodeId(start.substring(0, Math.min(start.length(), 80)) + "-" + process);
  }

  /** Where local files live unless a folder is named. */
  public Path dataDirectory() {
    return variable("TRIBUTARY_HOME")
        .map(Path::of)
        .orElseGet(
            () ->
                variable("XDG_DATA_HOME")
                    .map(Path::of)
                    .orElseGet(this::inHome)
                    .resolve("tributary"));
  }

  /** Java calls the home of a user that no system knows '?', which would be a folder right here. */
  private Path inHome() {
    if (!home.isAbsolute()) {
      throw new ConfigurationInvalid(
          "this user has no home folder: name a place with --data-dir, or set HOME or TRIBUTARY_HOME");
    }
    return home.resolve(".local/share");
  }
}
