package dev.tributary.server.cli.client;

import dev.tributary.api.ClientName;
import dev.tributary.server.cli.option.AtLeastOne;
import dev.tributary.server.cli.option.NodeUrlOption;
import dev.tributary.server.cli.option.OutputOptions;
import dev.tributary.server.cli.option.TargetOptions;
import dev.tributary.server.cli.outcome.ExitCode;
import dev.tributary.server.database.ClientRows;
import dev.tributary.server.database.Target;
import dev.tributary.server.remote.RemoteClients;
import dev.tributary.server.report.ClientAnswer;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tributary client jobs}: reads only. */
@Command(name = "jobs", header = "Show the latest runs and what waits to be run.")
final class ClientJobsCommand implements Callable<Integer> {
  @Mixin private TargetOptions target;
  @Mixin private NodeUrlOption node;
  @Mixin private OutputOptions output;

  @Option(names = "--client", paramLabel = "NAME", description = "Only of this one.")
  private Optional<ClientName> client;

  @Option(
      names = "--limit",
      paramLabel = "N",
      converter = AtLeastOne.class,
      defaultValue = "10",
      description = "At most so many; ${DEFAULT-VALUE} where nothing is said.")
  private int limit;

  @Override
  public Integer call() {
    Optional<RemoteClients> remote = node.client().map(RemoteClients::new);
    if (remote.isPresent()) {
      output.print(ClientAnswer.jobs(remote.get().jobs(client, limit)));
      return ExitCode.DONE;
    }
    try (Target database = target.openTarget(output)) {
      output.print(
          ClientAnswer.jobs(
              new ClientRows(database.connections(), target.acting())
                  .jobs(client.map(ClientName::value).orElse(""), limit)));
    }
    return ExitCode.DONE;
  }
}
