package dev.tributary.server.cli.option;

import dev.tributary.core.internal.jdbc.DatabaseUrl;
import dev.tributary.server.database.Surroundings;
import dev.tributary.server.database.Target;
import dev.tributary.server.database.TargetChoice;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The database that an administrator works on. */
public final class AdministratorOptions {
  @Mixin private LocalOption local;

  @Option(
      names = "--target",
      paramLabel = "URL",
      description = {
        "PostgreSQL as an administrator: postgresql://ADMINISTRATOR@HOST:PORT/DATABASE;",
        "else DATABASE_URL, else the embedded PostgreSQL in --data-dir."
      })
  private Optional<DatabaseUrl> database;

  /** The database; closed by the caller. */
  public Target open(OutputOptions output) {
    PasswordWarning.ifGiven(database, output);
    TargetChoice choice =
        new TargetChoice(database, local.directory(), Surroundings.ofThisProcess());
    return Target.forAdministrator(choice, output::say);
  }

  /** Where local files are. */
  public LocalOption local() {
    return local;
  }
}
