package dev.tributary.server.cli.client;

import dev.tributary.server.cli.option.Actor;
import dev.tributary.server.cli.option.ClientOption;
import dev.tributary.server.cli.option.Interval;
import dev.tributary.server.cli.option.NodeUrlOption;
import dev.tributary.server.cli.option.OutputOptions;
import dev.tributary.server.cli.option.TargetOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tributary client interval}. */
@Command(
    name = "interval",
    header = "Sync a client more or less often.",
    footerHeading = "%nExample:%n",
    footer = "  tributary client interval --client acme --every 1h")
final class ClientIntervalCommand implements Callable<Integer> {
  @Mixin private ClientOption client;
  @Mixin private TargetOptions target;
  @Mixin private NodeUrlOption node;
  @Mixin private OutputOptions output;

  @Option(
      names = "--every",
      required = true,
      paramLabel = "TIME",
      description = "Seconds, or 5m, 1h, 1d.")
  private Interval every;

  @Override
  public Integer call() {
    return new ScheduleDecision(client, target, node, output)
        .make(
            remote -> remote.interval(client.name(), every.value()),
            clients -> clients.interval(client.name(), every.value(), Actor.NAME));
  }
}
