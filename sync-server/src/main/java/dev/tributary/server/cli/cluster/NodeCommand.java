package dev.tributary.server.cli.cluster;

import dev.tributary.server.cli.option.Subcommands;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code tributary node}: one node of this host. */
@Command(
    name = "node",
    header = "Look at a node of this host, restart, stop or update it.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      NodeStatusCommand.class,
      NodeLogsCommand.class,
      NodeRestartCommand.class,
      NodeStopCommand.class,
      NodeUpdateCommand.class
    })
public final class NodeCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw Subcommands.missing(spec);
  }
}
