package dev.tributary.server.cli.client;

import dev.tributary.core.ClientLifecycle;
import dev.tributary.server.cli.option.Actor;
import dev.tributary.server.cli.option.ClientOption;
import dev.tributary.server.cli.option.NodeUrlOption;
import dev.tributary.server.cli.option.OutputOptions;
import dev.tributary.server.cli.option.SourceOption;
import dev.tributary.server.cli.option.TargetOptions;
import dev.tributary.server.cli.outcome.ExitCode;
import dev.tributary.server.database.Target;
import dev.tributary.server.remote.RemoteClients;
import dev.tributary.server.report.LifecycleAnswer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code tributary client relocate}. */
@Command(
    name = "relocate",
    header = "Tell where a client's file is now.",
    description = "Another file at the new place is noticed by the guards of the next run.")
final class ClientRelocateCommand implements Callable<Integer> {
  @Mixin private ClientOption client;
  @Mixin private SourceOption source;
  @Mixin private TargetOptions target;
  @Mixin private NodeUrlOption node;
  @Mixin private OutputOptions output;

  @Override
  public Integer call() {
    Optional<RemoteClients> remote = node.client().map(RemoteClients::new);
    if (remote.isPresent()) {
      remote.get().relocate(client.name(), source.elsewhere());
      output.print(LifecycleAnswer.relocated(client.name(), source.elsewhere()));
      return ExitCode.DONE;
    }
    Path file = source.file();
    try (Target database = target.openTarget(output)) {
      new ClientLifecycle(database.connections(), target.acting())
          .relocate(client.name(), file, Actor.NAME);
      output.print(LifecycleAnswer.relocated(client.name(), file));
    }
    return ExitCode.DONE;
  }
}
