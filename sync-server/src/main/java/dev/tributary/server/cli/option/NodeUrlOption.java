package dev.tributary.server.cli.option;

import dev.tributary.api.ClusterName;
import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.server.database.Surroundings;
import dev.tributary.server.remote.NodeClient;
import dev.tributary.server.remote.RemoteCluster;
import dev.tributary.server.remote.Trust;
import dev.tributary.server.report.FileTrouble;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A node to ask instead of the database. */
public final class NodeUrlOption {
  private static final int LAST_PORT = 65_535;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--node",
      paramLabel = "URL",
      description = "Ask this node instead of the database: https://HOST:9443.")
  private Optional<URI> node;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = "With --node: the file with the token; else TRIBUTARY_TOKEN_FILE.")
  private Optional<Path> tokenFile;

  @Option(
      names = "--ca",
      paramLabel = "FILE",
      description = "With --node: whose certificates count, in PEM form.")
  private Optional<Path> authority;

  /**
   * Empty: the database is asked.
   *
   * @throws ConfigurationInvalid also when the node serves another cluster than --cluster says
   */
  public Optional<NodeClient> client() {
    Optional<NodeClient> client = node.map(this::client);
    client.ifPresent(this::requireCluster);
    return client;
  }

  private NodeClient client(URI url) {
    if (isGiven("--target")) {
      throw new ParameterException(
          spec.commandLine(), "--target goes without --node: a node has a database of its own");
    }
    requireAddress(url);
    boolean encrypted = "https".equals(url.getScheme());
    Optional<String> token = token();
    if (token.isPresent() && !encrypted && !isLoopback(url.getHost())) {
      throw new ConfigurationInvalid(
          "the token would travel openly to %s: use https".formatted(url.getHost()));
    }
    return new NodeClient(url, token, authority.map(Trust::only));
  }

  private boolean isGiven(String option) {
    return spec.commandLine().getParseResult().hasMatchedOption(option);
  }

  private static void requireAddress(URI url) {
    if (url.getUserInfo() != null) {
      throw new ConfigurationInvalid("--node takes no user; the token comes from --token-file");
    }
    boolean scheme = "https".equals(url.getScheme()) || "http".equals(url.getScheme());
    if (!scheme || url.getHost() == null || url.getPort() == 0 || url.getPort() > LAST_PORT) {
      throw new ConfigurationInvalid(
          "--node '%s' is no address of a node: https://HOST:9443".formatted(url));
    }
    boolean more = url.getRawQuery() != null || url.getRawFragment() != null;
    if (more || !url.getRawPath().isEmpty() && !url.getRawPath().equals("/")) {
      throw new ConfigurationInvalid(
          "--node '%s' has more than scheme, host and port: leave the rest out".formatted(url));
    }
  }

  /** A name that somebody typed is meant, whatever the node would do. */
  private void requireCluster(NodeClient client) {
    if (!isGiven("--cluster")) {
      return;
    }
    ClusterName meant =
        spec.findOption("--cluster").<Optional<ClusterName>>getValue().orElseThrow();
    ClusterName its = new RemoteCluster(client).name();
    if (!its.equals(meant)) {
      throw new ConfigurationInvalid(
          "node %s serves cluster %s, not %s: ask another node, or leave --cluster out"
              .formatted(node.orElseThrow(), its, meant));
    }
  }

  private static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host.replaceAll("[\\[\\]]", "")).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false; // whoever asks it will be told
    }
  }

  private Optional<String> token() {
    return tokenFile
        .or(() -> Surroundings.ofThisProcess().variable("TRIBUTARY_TOKEN_FILE").map(Path::of))
        .map(NodeUrlOption::firstLine);
  }

  private static String firstLine(Path file) {
    String line = read(file);
    if (!line.matches("[!-~]+")) {
      throw new ConfigurationInvalid(
          "token file %s has a letter in its first line that no token has, such as a byte order mark"
              .formatted(file));
    }
    return line;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file)
          .lines()
          .map(String::strip)
          .filter(line -> !line.isEmpty())
          .findFirst()
          .orElseThrow(() -> new ConfigurationInvalid("token file " + file + " is empty"));
    } catch (IOException e) {
      throw new ConfigurationInvalid(
          "cannot read token file %s: %s".formatted(file, FileTrouble.of(e)), e);
    }
  }
}
