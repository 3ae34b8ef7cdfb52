package dev.tributary.server.cli.client;

import dev.tributary.api.ClusterName;
import dev.tributary.core.ClientLifecycle;
import dev.tributary.server.cli.option.Actor;
import dev.tributary.server.cli.option.ClientOption;
import dev.tributary.server.cli.option.NodeUrlOption;
import dev.tributary.server.cli.option.OutputOptions;
import dev.tributary.server.cli.option.TargetOptions;
import dev.tributary.server.cli.outcome.ExitCode;
import dev.tributary.server.database.Target;
import dev.tributary.server.remote.NodeClient;
import dev.tributary.server.remote.RemoteClients;
import dev.tributary.server.report.LifecycleAnswer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tributary client move}. */
@Command(
    name = "move",
    header = "Give a client to another cluster.",
    description = {
      "As an administrator. A run under way in the old cluster commits nothing; the new one reads",
      "its base again. The nodes of the new cluster must see the file."
    },
    footerHeading = "%nExample:%n",
    footer =
        "  tributary client move --client acme --cluster host-1 --to-cluster host-2"
            + " --target postgresql://postgres@db/app")
final class ClientMoveCommand implements Callable<Integer> {
  @Mixin private ClientOption client;
  @Mixin private TargetOptions target;
  @Mixin private NodeUrlOption node;
  @Mixin private OutputOptions output;

  @Option(
      names = "--to-cluster",
      required = true,
      paramLabel = "NAME",
      description = "The cluster that is to sync it.")
  private ClusterName to;

  @Option(
      names = "--source",
      paramLabel = "FILE",
      description = "Where the new nodes see the file, if at another place.")
  private Optional<Path> source;

  @Override
  public Integer call() {
    Optional<Path> file = source.map(path -> path.toAbsolutePath().normalize());
    Optional<NodeClient> remote = node.client();
    if (remote.isPresent()) {
      String from = remote.get().get("/api/v1/cluster/status").path("cluster_name").asText();
      new RemoteClients(remote.get()).move(client.name(), to, file);
      output.print(LifecycleAnswer.moved(client.name(), new ClusterName(from), to));
      return ExitCode.DONE;
    }
    try (Target database = target.openAdministrator(output)) {
      new ClientLifecycle(database.connections(), target.acting())
          .move(client.name(), to, file, Actor.NAME);
      output.print(LifecycleAnswer.moved(client.name(), target.acting(), to));
    }
    return ExitCode.DONE;
  }
}
