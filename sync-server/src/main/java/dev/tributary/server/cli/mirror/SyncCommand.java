package dev.tributary.server.cli.mirror;

import dev.tributary.api.ConflictPolicy;
import dev.tributary.api.SyncReport;
import dev.tributary.api.SyncRequest;
import dev.tributary.server.cli.option.ClientOption;
import dev.tributary.server.cli.option.ConflictOptions;
import dev.tributary.server.cli.option.OutputOptions;
import dev.tributary.server.cli.option.RunOptions;
import dev.tributary.server.cli.option.SourceOption;
import dev.tributary.server.cli.option.TargetOptions;
import dev.tributary.server.cli.option.TypeOptions;
import dev.tributary.server.cli.outcome.ExitCode;
import dev.tributary.server.engine.EngineSession;
import dev.tributary.server.engine.Planning;
import dev.tributary.server.report.PlanAnswer;
import dev.tributary.server.report.Progress;
import dev.tributary.server.report.SyncAnswer;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tributary sync}: one run for one client. */
@Command(
    name = "sync",
    header = "Make PostgreSQL hold what a SQLite file holds now.",
    description = "A client that is not known yet is registered first.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  tributary sync --source webui.db --client acme",
      "  tributary sync --source webui.db --client acme --target postgresql://sync@db/app",
      "  tributary sync --source webui.db --client acme --plan"
    })
public final class SyncCommand implements Callable<Integer> {
  @Mixin private SourceOption source;
  @Mixin private ClientOption client;
  @Mixin private TargetOptions target;
  @Mixin private TypeOptions types;
  @Mixin private RunOptions run;
  @Mixin private ConflictOptions conflicts;
  @Mixin private OutputOptions output;

  @Option(
      names = "--schema",
      paramLabel = "NAME",
      description = "The schema of a client that is not known yet; else client_NAME.")
  private Optional<String> schema;

  @Option(names = "--plan", description = "Show what would be mirrored and how; write nothing.")
  private boolean plan;

  @Override
  public Integer call() {
    SyncRequest request = request();
    if (plan) {
      output.print(PlanAnswer.of(Planning.of(request, target.localDirectory())));
      return ExitCode.DONE;
    }
    SyncReport report = sync(request);
    output.print(SyncAnswer.of(report));
    return ExitCode.of(report.outcome());
  }

  private SyncRequest request() {
    return new SyncRequest(
        client.name(),
        source.file(),
        run.mode(),
        run.massDelete(),
        schema,
        types.chosen(),
        run.triggeredBy());
  }

  private SyncReport sync(SyncRequest request) {
    ConflictPolicy policy = conflicts.policy();
    try (Progress progress = output.progress();
        EngineSession session = target.open(output, progress, policy)) {
      conflicts.requireUse(session.jobs());
      return session.sync(request);
    }
  }
}
