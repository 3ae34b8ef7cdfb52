package dev.tributary.server.cli.mirror;

import dev.tributary.api.ClientName;
import dev.tributary.api.SyncRequest;
import dev.tributary.server.cli.option.LocalOption;
import dev.tributary.server.cli.option.OutputOptions;
import dev.tributary.server.cli.option.SourceOption;
import dev.tributary.server.cli.option.TypeOptions;
import dev.tributary.server.cli.outcome.ExitCode;
import dev.tributary.server.engine.Planning;
import dev.tributary.server.report.PlanAnswer;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code tributary plan}: needs no database. */
@Command(
    name = "plan",
    header = "Show tables, keys, types and risks of a SQLite file.",
    description = "Writes nothing and needs no database.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  tributary plan --source webui.db",
      "  tributary plan --source webui.db --as chat.created_at=timestamptz:s"
    })
public final class PlanCommand implements Callable<Integer> {
  private static final ClientName NOBODY = new ClientName("plan");

  @Mixin private SourceOption source;
  @Mixin private TypeOptions types;
  @Mixin private LocalOption local;
  @Mixin private OutputOptions output;

  @Override
  public Integer call() {
    SyncRequest request = SyncRequest.of(NOBODY, source.file()).withColumnTypes(types.chosen());
    output.print(PlanAnswer.of(Planning.of(request, local.directory())));
    return ExitCode.DONE;
  }
}
