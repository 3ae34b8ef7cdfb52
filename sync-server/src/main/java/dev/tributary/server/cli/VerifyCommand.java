package dev.tributary.server.cli;

import dev.tributary.api.VerifyMode;
import dev.tributary.api.VerifyReport;
import dev.tributary.server.engine.EngineSession;
import dev.tributary.server.report.Progress;
import dev.tributary.server.report.VerifyAnswer;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tributary verify}: trusts neither hashes nor checkpoints. */
@Command(
    name = "verify",
    header = "Compare each cell of a SQLite file with PostgreSQL.",
    description = "Exit code 1 when they differ; the answer names rows by key and shows no values.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  tributary verify --client acme --source webui.db",
      "  tributary verify --client acme --source webui.db --repair"
    })
final class VerifyCommand implements Callable<Integer> {
  @Mixin private ClientOption client;
  @Mixin private SourceOption source;
  @Mixin private TargetOptions target;
  @Mixin private OutputOptions output;

  @Option(
      names = "--repair",
      description = "Write what differs to PostgreSQL, except rows that others wrote.")
  private boolean repair;

  @Override
  public Integer call() {
    VerifyReport report = verify(source.file());
    output.print(VerifyAnswer.of(report));
    if (!report.equal()) {
      return ExitCode.FAILED;
    }
    return report.openConflicts() > 0 ? ExitCode.WAITING : ExitCode.DONE;
  }

  private VerifyReport verify(Path file) {
    try (Progress progress = output.progress();
        EngineSession session = target.open(output, progress)) {
      return repair
          ? session.repair(client.name(), file)
          : session.engine().verify(client.name(), file, VerifyMode.REPORT);
    }
  }
}
