package dev.tributary.server.cli.cluster;

import dev.tributary.server.cli.option.Subcommands;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code tributary cluster}: the nodes that elect one leader. */
@Command(
    name = "cluster",
    header = "Deploy a pair of nodes, look at it, free its lease, remove it.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      ClusterDeployCommand.class,
      ClusterStatusCommand.class,
      ClusterUnstickCommand.class,
      ClusterDeregisterCommand.class
    })
public final class ClusterCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw Subcommands.missing(spec);
  }
}
