package dev.tributary.server.cli.client;

import dev.tributary.server.cli.option.Actor;
import dev.tributary.server.cli.option.ClientOption;
import dev.tributary.server.cli.option.NodeUrlOption;
import dev.tributary.server.cli.option.OutputOptions;
import dev.tributary.server.cli.option.TargetOptions;
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
    return new ScheduleDecision(client, target, node, output)
        .make(
            remote -> remote.pause(client.name()),
            clients -> clients.pause(client.name(), Actor.NAME));
  }
}
