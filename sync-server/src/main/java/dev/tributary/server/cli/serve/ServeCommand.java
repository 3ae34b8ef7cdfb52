package dev.tributary.server.cli.serve;

import dev.tributary.api.ClusterName;
import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.core.internal.jdbc.DatabaseUrl;
import dev.tributary.server.cli.option.LocalOption;
import dev.tributary.server.cli.option.OutputOptions;
import dev.tributary.server.cli.option.PasswordWarning;
import dev.tributary.server.cli.outcome.ExitCode;
import dev.tributary.server.cli.outcome.Version;
import dev.tributary.server.config.NodeConfiguration;
import dev.tributary.server.config.NodeOption;
import dev.tributary.server.database.Namesakes;
import dev.tributary.server.database.NodeCheck;
import dev.tributary.server.database.Surroundings;
import dev.tributary.server.database.TargetChoice;
import dev.tributary.server.node.NodeSettings;
import dev.tributary.server.node.TributaryNode;
import dev.tributary.server.report.ConfigurationAnswer;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
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
    footerHeading = "%nOptions of a node:%n",
    footer = {
      "  They stand in the environment, in a file of lines NAME=value (--config), or in a folder with",
      "  one file for each (--secrets); the first of these counts. --print-config lists them all."
    })
public final class ServeCommand implements Callable<Integer> {
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

  @Option(names = "--config", paramLabel = "FILE", description = "Options: lines of NAME=value.")
  private Optional<Path> config;

  @Option(
      names = "--secrets",
      paramLabel = "DIR",
      description = "Options: a folder with one file for each, named like it.")
  private Optional<Path> secrets;

  @Option(
      names = "--print-config",
      description = "Show the options that are in force and where they came from; secrets masked.")
  private boolean printConfig;

  @Override
  public Integer call() {
    NodeConfiguration configuration =
        NodeConfiguration.of(commandLine(), Surroundings.ofThisProcess(), config, secrets);
    if (printConfig) {
      output.print(ConfigurationAnswer.of(configuration.lines()));
      return ExitCode.DONE;
    }
    Surroundings around = configuration.surroundings();
    ServiceLog.level(around.variable("LOG_LEVEL").orElse("info"));
    Supplier<Optional<String>> log =
        around.variable("LOG_FILE").map(Path::of).map(ServiceLog::into).orElse(Optional::empty);
    NodeSettings settings = settings(around);
    TributaryNode node =
        new TributaryNode(
            settings,
            Version.text(),
            url -> {
              if (allowSuperuser) {
                NodeCheck.requireAnyRole(url, settings.cluster());
              } else {
                NodeCheck.requireNodeRole(url, settings.cluster());
              }
            },
            new Namesakes(settings.cluster(), settings.node(), settings.heartbeat())::living,
            log);
    return Serving.untilToldToEnd(node);
  }

  private Map<NodeOption, String> commandLine() {
    Map<NodeOption, String> given = new EnumMap<>(NodeOption.class);
    database.ifPresent(url -> given.put(NodeOption.DATABASE_URL, url.jdbcUrl()));
    cluster.ifPresent(name -> given.put(NodeOption.CLUSTER_NAME, name.value()));
    return given;
  }

  private NodeSettings settings(Surroundings around) {
    PasswordWarning.ifGiven(database, output);
    DatabaseUrl url =
        new TargetChoice(database, local.directory(), around)
            .database()
            .map(found -> withPassword(found, around))
            .orElseThrow(
                () ->
                    new ConfigurationInvalid(
                        "a node needs a database: set DATABASE_URL, or give --target"));
    return NodeSettings.of(url, cluster.orElseGet(around::cluster), local.directory(), around);
  }

  private static DatabaseUrl withPassword(DatabaseUrl url, Surroundings around) {
    return url.properties().containsKey("password")
        ? url
        : around.variable("DATABASE_PASSWORD").map(url::withPassword).orElse(url);
  }
}
