package dev.tributary.server.cli.client;

import dev.tributary.api.ClientName;
import dev.tributary.api.UnknownClient;
import dev.tributary.server.cli.option.NodeUrlOption;
import dev.tributary.server.cli.option.OutputOptions;
import dev.tributary.server.cli.option.TargetOptions;
import dev.tributary.server.cli.outcome.ExitCode;
import dev.tributary.server.database.ClientRows;
import dev.tributary.server.database.Target;
import dev.tributary.server.remote.RemoteClients;
import dev.tributary.server.report.ClientAnswer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tributary client status}: reads only. */
@Command(name = "status", header = "Show how the clients of the cluster stand.")
final class ClientStatusCommand implements Callable<Integer> {
  @Mixin private TargetOptions target;
  @Mixin private NodeUrlOption node;
  @Mixin private OutputOptions output;

  @Option(names = "--client", paramLabel = "NAME", description = "Only this one.")
  private Optional<ClientName> client;

  @Override
  public Integer call() {
    Optional<RemoteClients> remote = node.client().map(RemoteClients::new);
    if (remote.isPresent()) {
      output.print(ClientAnswer.status(remote.get().status(client)));
      return ExitCode.DONE;
    }
    try (Target database = target.openTarget(output)) {
      List<Map<String, Object>> rows =
          new ClientRows(database.connections(), target.acting())
              .status(client.map(ClientName::value).orElse(""));
      if (rows.isEmpty() && client.isPresent()) {
        throw new UnknownClient(client.get().value(), target.acting());
      }
      output.print(ClientAnswer.status(rows));
    }
    return ExitCode.DONE;
  }
}
