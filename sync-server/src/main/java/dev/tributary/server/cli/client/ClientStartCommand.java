package dev.tributary.server.cli.client;

import dev.tributary.server.cli.option.Actor;
import dev.tributary.server.cli.option.ClientOption;
import dev.tributary.server.cli.option.NodeUrlOption;
import dev.tributary.server.cli.option.OutputOptions;
import dev.tributary.server.cli.option.TargetOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code tributary client start}. */
@Command(name = "start", header = "Sync a client by itself from now on, beginning at once.")
final class ClientStartCommand implements Callable<Integer> {
  @Mixin private ClientOption client;
  @Mixin private TargetOptions target;
  @Mixin private NodeUrlOption node;
  @Mixin private OutputOptions output;

  @Override
  public Integer call() {
    return new ScheduleDecision(client, target, node, output)
        .make(
            remote -> remote.start(client.name()),
            clients -> clients.start(client.name(), Actor.NAME));
  }
}
