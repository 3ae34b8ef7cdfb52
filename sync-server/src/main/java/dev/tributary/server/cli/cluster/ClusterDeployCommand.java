package dev.tributary.server.cli.cluster;

import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.api.TargetUnavailable;
import dev.tributary.core.ClusterLifecycle;
import dev.tributary.core.ClusterReview;
import dev.tributary.core.internal.jdbc.DatabaseUrl;
import dev.tributary.server.cli.option.ControlOptions;
import dev.tributary.server.cli.option.Interval;
import dev.tributary.server.cli.option.OutputOptions;
import dev.tributary.server.cli.option.TargetOptions;
import dev.tributary.server.cli.outcome.ExitCode;
import dev.tributary.server.cli.outcome.Waits;
import dev.tributary.server.control.LocalNodes;
import dev.tributary.server.control.NodeControl;
import dev.tributary.server.control.NodeDatabase;
import dev.tributary.server.control.NodeEnvironment;
import dev.tributary.server.database.Surroundings;
import dev.tributary.server.database.Target;
import dev.tributary.server.report.ClusterAnswer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tributary cluster deploy}: two nodes, and the proof that they work. */
@Command(
    name = "deploy",
    header = "Start a pair of nodes and wait until one of them leads.",
    description = {
      "Needs a database that has the schema and the cluster's role (tributary db install, db role).",
      "Running it again leaves alone what runs. As processes their settings are kept in",
      "--data-dir/nodes, with the variables that 'tributary serve --help' lists."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  tributary cluster deploy --cluster host-1",
      "  tributary cluster deploy --control docker --compose-file docker-compose.sync-ha.yml"
    })
final class ClusterDeployCommand implements Callable<Integer> {
  @Mixin private ControlOptions control;
  @Mixin private TargetOptions target;
  @Mixin private OutputOptions output;

  @Option(
      names = "--nodes",
      paramLabel = "NAMES",
      split = ",",
      description = "Their names; else HOST_NAME-node-a and HOST_NAME-node-b.")
  private List<String> names = List.of();

  @Option(
      names = "--wait",
      paramLabel = "TIME",
      defaultValue = "90",
      description = "How long they may take until one leads; ${DEFAULT-VALUE} s if not said.")
  private Interval patience;

  @Override
  public Integer call() {
    Surroundings around = Surroundings.ofThisProcess();
    DatabaseUrl url =
        target
            .named(output)
            .orElseThrow(
                () ->
                    new ConfigurationInvalid(
                        "nodes need a database that stays: set DATABASE_URL, or give --target"));
    List<String> nodes = names.isEmpty() ? named(around) : names;
    try (Target database = target.openTarget(output)) {
      ClusterLifecycle cluster = new ClusterLifecycle(database.connections(), target.acting());
      NodeControl way = control.forDeployment(target.localDirectory(), environment(around, url));
      way.deploy(nodes);
      output.say("waiting until a node leads");
      await(cluster, way, nodes, patience.value());
      output.print(ClusterAnswer.deployed(cluster.review(), way.way()));
    }
    return ExitCode.DONE;
  }

  private static List<String> named(Surroundings around) {
    String host = around.variable("HOST_NAME").orElse(around.host());
    String plain = host.replaceAll("[^A-Za-z0-9._-]", "-").replaceFirst("^[^A-Za-z0-9]", "h");
    return List.of(plain + "-node-a", plain + "-node-b");
  }

  private Map<String, String> environment(Surroundings around, DatabaseUrl url) {
    Map<String, String> environment = new TreeMap<>(NodeEnvironment.of(around.environment()));
    environment.put("CLUSTER_NAME", target.acting().value());
    Optional<Path> passwordFile = around.variable("DATABASE_PASSWORD_FILE").map(Path::of);
    Path folder = ControlOptions.folder(target.localDirectory());
    environment.putAll(NodeDatabase.variables(url, passwordFile, folder));
    return environment;
  }

  private static void await(
      ClusterLifecycle cluster, NodeControl way, List<String> nodes, Duration patience) {
    boolean ready = Waits.until(patience, () -> isReady(cluster.review(), way, nodes));
    if (!ready) {
      throw new TargetUnavailable(
          "no node of cluster %s leads after %d s; look at: tributary node logs %s"
              .formatted(cluster.review().cluster(), patience.toSeconds(), nodes.get(0)));
    }
  }

  /** All that were asked for are heard of, and one leads. */
  private static boolean isReady(ClusterReview now, NodeControl way, List<String> nodes) {
    if (way instanceof LocalNodes local) {
      nodes.forEach(node -> requireAlive(local, node));
      long active = now.running().stream().filter(node -> nodes.contains(node.name())).count();
      return now.lease().isPresent() && active == nodes.size();
    }
    return now.lease().isPresent() && now.running().size() >= 2;
  }

  private static void requireAlive(LocalNodes local, String node) {
    if (!local.standing(node).isRunning()) {
      throw new ConfigurationInvalid(
          "node %s ended at once: %s"
              .formatted(node, local.lastWords(node).orElse("its log is empty")));
    }
  }
}
