package dev.tributary.server.cli;

import dev.tributary.core.internal.jdbc.DatabaseUrl;
import dev.tributary.server.database.Surroundings;
import dev.tributary.server.database.Target;
import dev.tributary.server.database.TargetChoice;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The database that an administrator works on. */
final class AdministratorOptions {
  @Mixin private LocalOption local;

  @Option(
      names = "--target",
      paramLabel = "URL",
      description = {
        "PostgreSQL as an administrator: postgresql://ADMINISTRATOR@HOST:PORT/DATABASE;",
        "else DATABASE_URL, else the embedded PostgreSQL in --data-dir."
      })
  private Optional<DatabaseUrl> database;

  Target open(OutputOptions output) {
    PasswordWarning.ifGiven(database, output);
    TargetChoice choice =
        new TargetChoice(database, local.directory(), Surroundings.ofThisProcess());
    return Target.forAdministrator(choice, output::say);
  }

  LocalOption local() {
    return local;
  }
}
