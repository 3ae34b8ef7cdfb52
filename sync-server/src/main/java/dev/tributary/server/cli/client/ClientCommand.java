package dev.tributary.server.cli.client;

import dev.tributary.server.cli.mirror.RestoreCommand;
import dev.tributary.server.cli.mirror.VerifyCommand;
import dev.tributary.server.cli.option.Subcommands;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code tributary client}: which clients there are, and when they are synced. */
@Command(
    name = "client",
    header = "Say which files are synced by the nodes, and when.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      ClientRegisterCommand.class,
      ClientStartCommand.class,
      ClientPauseCommand.class,
      ClientIntervalCommand.class,
      ClientSyncCommand.class,
      ClientStatusCommand.class,
      ClientJobsCommand.class,
      VerifyCommand.class,
      RestoreCommand.class,
      ClientConfirmCommand.class,
      ClientRenameCommand.class,
      ClientRelocateCommand.class,
      ClientMoveCommand.class,
      ClientDeregisterCommand.class,
      ClientDiscoverCommand.class
    })
public final class ClientCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw Subcommands.missing(spec);
  }
}
