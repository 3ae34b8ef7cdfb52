package dev.tributary.server.cli.state;

import dev.tributary.server.cli.option.Subcommands;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code tributary state}: the values that the nodes of a cluster share. */
@Command(
    name = "state",
    header = "Read and write the values that the nodes of a cluster share.",
    description = {
      "Keys are free, but deployment.CLIENT is the schedule of a client: status, sync_enabled,",
      "sync_interval in seconds, and last_sync to read. Writing it changes only the fields named."
    },
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      StateGetCommand.class,
      StatePutCommand.class,
      StateDeleteCommand.class,
      StateListCommand.class,
      StateWatchCommand.class
    })
public final class StateCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw Subcommands.missing(spec);
  }
}
