package dev.tributary.server.cli.database;

import dev.tributary.server.cli.option.Subcommands;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code tributary db}: what an administrator does, and the embedded server. */
@Command(
    name = "db",
    header = "Install and look after the database.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      DbInstallCommand.class,
      DbStatusCommand.class,
      DbUpgradeCommand.class,
      DbRoleCommand.class,
      DbConnectionCommand.class,
      DbPurgeCommand.class,
      DbStartCommand.class,
      DbStopCommand.class,
      DbUrlCommand.class
    })
public final class DbCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw Subcommands.missing(spec);
  }
}
