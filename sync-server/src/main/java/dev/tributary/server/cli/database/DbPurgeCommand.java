package dev.tributary.server.cli.database;

import dev.tributary.server.cli.option.AdministratorOptions;
import dev.tributary.server.cli.option.AtLeastOne;
import dev.tributary.server.cli.option.OutputOptions;
import dev.tributary.server.cli.outcome.ExitCode;
import dev.tributary.server.database.Retention;
import dev.tributary.server.database.Target;
import dev.tributary.server.report.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tributary db purge}: removes history, never mirrored rows. */
@Command(
    name = "purge",
    header = "Remove old jobs, decided conflicts and settled quarantine.",
    description = {
      "The last completed job of each client stays; mirrored rows are not touched. Decided conflicts",
      "go after the setting retention.conflicts (30 days) at the latest; open ones never."
    },
    footerHeading = "%nExample:%n",
    footer = "  tributary db purge --older-than-days 90")
final class DbPurgeCommand implements Callable<Integer> {
  @Mixin private AdministratorOptions administrator;
  @Mixin private OutputOptions output;

  @Option(
      names = "--older-than-days",
      required = true,
      paramLabel = "DAYS",
      converter = AtLeastOne.Days.class,
      description = "Keep what is younger.")
  private int days;

  @Override
  public Integer call() {
    Map<String, Long> removed;
    try (Target target = administrator.open(output)) {
      removed = new Retention(target.connections()).purgeOlderThan(days);
    }
    List<String> lines = new ArrayList<>();
    removed.forEach((what, rows) -> lines.add("removed from %s: %,d".formatted(what, rows)));
    output.print(new Answer(lines, Map.of("removed", removed)));
    return ExitCode.DONE;
  }
}
