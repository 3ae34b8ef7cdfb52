package dev.tributary.server.cli.client;

import dev.tributary.core.SyncClients;
import dev.tributary.core.SyncClients.Decided;
import dev.tributary.server.cli.option.Actor;
import dev.tributary.server.cli.option.ClientOption;
import dev.tributary.server.cli.option.NodeUrlOption;
import dev.tributary.server.cli.option.OutputOptions;
import dev.tributary.server.cli.option.TargetOptions;
import dev.tributary.server.cli.outcome.ExitCode;
import dev.tributary.server.database.Target;
import dev.tributary.server.remote.NodeClient;
import dev.tributary.server.remote.RemoteClients;
import dev.tributary.server.report.ClientAnswer;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code tributary client pause}. */
@Command(name = "pause", header = "Leave a client alone until it is started again; its data stays.")
final class ClientPauseCommand implements Callable<Integer> {
  @Mixin private ClientOption client;
  @Mixin private TargetOptions target;
  @Mixin private NodeUrlOption node;
  @Mixin private OutputOptions output;

  @Override
  public Integer call() {
    Optional<RemoteClients> remote = node.client().map(RemoteClients::new);
    if (remote.isPresent()) {
      output.print(ClientAnswer.decided(NodeClient.plain(remote.get().pause(client.name()))));
      return ExitCode.DONE;
    }
    try (Target database = target.openTarget(output)) {
      Decided decided =
          new SyncClients(database.connections(), target.acting()).pause(client.name(), Actor.NAME);
      output.print(
          ClientAnswer.decided(
              client.name(), decided.status(), decided.enabled(), decided.interval()));
    }
    return ExitCode.DONE;
  }
}
