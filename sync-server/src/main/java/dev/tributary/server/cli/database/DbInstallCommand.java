package dev.tributary.server.cli.database;

import dev.tributary.core.MetadataSchema;
import dev.tributary.server.cli.option.AdministratorOptions;
import dev.tributary.server.cli.option.OutputOptions;
import dev.tributary.server.cli.outcome.ExitCode;
import dev.tributary.server.database.Target;
import dev.tributary.server.report.Answer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code tributary db install}: once for each database; again is harmless. */
@Command(
    name = "install",
    header = "Install the schema sync_metadata and its roles.",
    description = "All or nothing. Running it again repairs functions and loses nothing.",
    footerHeading = "%nExample:%n",
    footer = "  tributary db install --target postgresql://postgres@db/app")
final class DbInstallCommand implements Callable<Integer> {
  @Mixin private AdministratorOptions administrator;
  @Mixin private OutputOptions output;

  @Override
  public Integer call() {
    try (Target target = administrator.open(output)) {
      int version = MetadataSchema.of(target.connections()).install();
      output.print(
          new Answer(
              List.of(
                  "schema sync_metadata is installed, version " + version,
                  "next, a role for the nodes of a cluster: tributary db role --cluster CLUSTER"),
              Map.of("version", version)));
    }
    return ExitCode.DONE;
  }
}
