package dev.tributary.server.cli;

import dev.tributary.api.ClusterName;
import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.api.ConflictPolicy;
import dev.tributary.conflict.ConfiguredConflicts;
import dev.tributary.core.internal.jdbc.DatabaseUrl;
import dev.tributary.server.database.NodeCheck;
import dev.tributary.server.database.Surroundings;
import dev.tributary.server.database.TargetChoice;
import dev.tributary.server.node.NodeSettings;
import dev.tributary.server.node.TributaryNode;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tributary serve}: a node, until it is told to end. */
@Command(
    name = "serve",
    header = "Run a node: sync the clients of a cluster when they are due.",
    description = {
      "Start it twice, on two hosts: one leads, the other takes over when that one ends.",
      "SIGTERM lets the runs under way end, gives leadership up, and exits with 0."
    },
    footerHeading = "%nEnvironment:%n",
    footer = {
      "  DATABASE_URL            postgresql:// or jdbc: address of PostgreSQL",
      "  DATABASE_PASSWORD_FILE  the file with its password",
      "  CLUSTER_NAME            the cluster; else HOST_NAME, or 'default'",
      "  HOST_NAME               the name of this host",
      "  ROLE                    node-a, node-b, primary or secondary: a name and a port",
      "  NODE_NAME               the name of this node; else HOST_NAME-ROLE",
      "  API_PORT                where health is answered; 9443, or 9444 for node-b",
      "  LEASE_DURATION          seconds, 60; the longest time without a leader",
      "  HEARTBEAT_INTERVAL      seconds, 30; at most half of the lease",
      "  CACHE_TTL               seconds, 300",
      "  MAX_SYNC_WORKERS        clients synced at the same time, 4",
      "  CONFLICT_RESOLUTION_CONFIG  a file that says who wins a conflict",
      "  LOG_LEVEL               error, warn, info or debug"
    })
final class ServeCommand implements Callable<Integer> {
  @Mixin private LocalOption local;
  @Mixin private OutputOptions output;

  @Option(
      names = "--target",
      paramLabel = "URL",
      description = "PostgreSQL; else DATABASE_URL. Not the embedded one, unless it is named.")
  private Optional<DatabaseUrl> database;

  @Option(
      names = "--cluster",
      paramLabel = "NAME",
      description = "The cluster; else CLUSTER_NAME, HOST_NAME, or 'default'.")
  private Optional<ClusterName> cluster;

  @Option(
      names = "--allow-superuser",
      description = "Serve although the database user may do more than a node needs.")
  private boolean allowSuperuser;

  @Override
  public Integer call() {
    NodeSettings settings = settings(Surroundings.ofThisProcess());
    TributaryNode node =
        new TributaryNode(
            settings,
            Version.text(),
            conflicts(),
            url -> {
              if (allowSuperuser) {
                NodeCheck.requireAnyRole(url, settings.cluster());
              } else {
                NodeCheck.requireNodeRole(url, settings.cluster());
              }
            });
    return Serving.untilToldToEnd(node);
  }

  private static ConflictPolicy conflicts() {
    return Surroundings.ofThisProcess()
        .variable("CONFLICT_RESOLUTION_CONFIG")
        .map(Path::of)
        .map(ConflictOptions::read)
        .orElseGet(ConfiguredConflicts::builtIn);
  }

  private NodeSettings settings(Surroundings around) {
    PasswordWarning.ifGiven(database, output);
    DatabaseUrl url =
        new TargetChoice(database, local.directory(), around)
            .database()
            .orElseThrow(
                () ->
                    new ConfigurationInvalid(
                        "a node needs a database: set DATABASE_URL, or give --target"));
    return NodeSettings.of(url, cluster.orElseGet(around::cluster), local.directory(), around);
  }
}
