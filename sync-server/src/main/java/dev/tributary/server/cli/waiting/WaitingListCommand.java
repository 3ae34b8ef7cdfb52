package dev.tributary.server.cli.waiting;

import dev.tributary.api.ClientName;
import dev.tributary.server.cli.option.AtLeastOne;
import dev.tributary.server.cli.option.NodeUrlOption;
import dev.tributary.server.cli.option.OutputOptions;
import dev.tributary.server.cli.option.TargetOptions;
import dev.tributary.server.cli.outcome.ExitCode;
import dev.tributary.server.database.Target;
import dev.tributary.server.database.Waiting;
import dev.tributary.server.database.WaitingRows;
import dev.tributary.server.remote.NodeClient;
import dev.tributary.server.remote.RemoteWaiting;
import dev.tributary.server.report.WaitingAnswer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tributary conflicts list} and {@code tributary quarantine list}: reads only. */
@Command(name = "list", header = "List what waits for a person, the oldest first.")
final class WaitingListCommand implements Callable<Integer> {
  private final Waiting kind;

  @Mixin private TargetOptions target;
  @Mixin private NodeUrlOption node;
  @Mixin private OutputOptions output;

  @Option(names = "--client", paramLabel = "NAME", description = "Only of this client.")
  private Optional<ClientName> client;

  @Option(
      names = "--limit",
      paramLabel = "N",
      converter = AtLeastOne.class,
      defaultValue = "50",
      description = "At most so many; ${DEFAULT-VALUE} where nothing is said.")
  private int limit;

  WaitingListCommand(Waiting kind) {
    this.kind = kind;
  }

  @Override
  public Integer call() {
    Optional<NodeClient> remote = node.client();
    if (remote.isPresent()) {
      List<Map<String, String>> rows =
          RemoteWaiting.list(remote.get(), kind, client.map(ClientName::value).orElse(""), limit);
      output.print(WaitingAnswer.list(kind.word(), rows));
      return rows.isEmpty() ? ExitCode.DONE : ExitCode.WAITING;
    }
    try (Target database = target.openTarget(output)) {
      List<Map<String, String>> rows =
          new WaitingRows(database.connections(), target.acting())
              .list(kind, client.map(ClientName::value).orElse(""), limit);
      output.print(WaitingAnswer.list(kind.word(), rows));
      return rows.isEmpty() ? ExitCode.DONE : ExitCode.WAITING;
    }
  }
}
