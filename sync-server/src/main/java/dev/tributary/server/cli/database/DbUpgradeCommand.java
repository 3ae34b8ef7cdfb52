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

/** {@code tributary db upgrade}: for a database that an older program installed. */
@Command(
    name = "upgrade",
    header = "Bring the schema sync_metadata to this program's version.",
    description = "All or nothing. Does nothing when it is up to date.")
final class DbUpgradeCommand implements Callable<Integer> {
  @Mixin private AdministratorOptions administrator;
  @Mixin private OutputOptions output;

  @Override
  public Integer call() {
    try (Target target = administrator.open(output)) {
      int version = MetadataSchema.of(target.connections()).upgrade();
      output.print(
          new Answer(
              List.of("schema sync_metadata has version " + version), Map.of("version", version)));
    }
    return ExitCode.DONE;
  }
}
