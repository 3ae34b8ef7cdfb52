package dev.tributary.server.cli.database;

import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.core.internal.jdbc.DatabaseUrl;
import dev.tributary.server.cli.option.LocalOption;
import dev.tributary.server.cli.option.OutputOptions;
import dev.tributary.server.cli.option.PasswordWarning;
import dev.tributary.server.cli.outcome.ExitCode;
import dev.tributary.server.connection.ConnectionSelector;
import dev.tributary.server.connection.Way;
import dev.tributary.server.database.Surroundings;
import dev.tributary.server.database.TargetChoice;
import dev.tributary.server.report.ConnectionAnswer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tributary db connection}: asks the network alone; no password is needed. */
@Command(
    name = "connection",
    header = "Show which way to the database is open from here.",
    description = {
      "For a Supabase project (SUPABASE_PROJECT_REF, SUPABASE_REGION): the database itself, then its",
      "session pooler, then its transaction pooler; the first that is open is used. Exit code 1",
      "when none is."
    },
    footerHeading = "%nExample:%n",
    footer =
        "  SUPABASE_PROJECT_REF=abcdefghijklmnopqrst SUPABASE_REGION=aws-0-eu-central-1 \\%n"
            + "      tributary db connection")
final class DbConnectionCommand implements Callable<Integer> {
  @Mixin private LocalOption local;
  @Mixin private OutputOptions output;

  @Option(
      names = "--target",
      paramLabel = "URL",
      description = "PostgreSQL; else DATABASE_URL, else the Supabase project.")
  private Optional<DatabaseUrl> database;

  @Override
  public Integer call() {
    PasswordWarning.ifGiven(database, output);
    List<Way> ways =
        new TargetChoice(database, local.directory(), Surroundings.ofThisProcess()).ways();
    if (ways.isEmpty()) {
      throw new ConfigurationInvalid(
          "which database? set DATABASE_URL or SUPABASE_PROJECT_REF, or give --target");
    }
    ConnectionAnswer answer = new ConnectionAnswer(ConnectionSelector.overSockets().select(ways));
    output.print(answer.asAnswer());
    return answer.isOpen() ? ExitCode.DONE : ExitCode.FAILED;
  }
}
