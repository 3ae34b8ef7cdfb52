package dev.tributary.server.cli.mirror;

import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.api.VerifyMode;
import dev.tributary.api.VerifyReport;
import dev.tributary.core.JobReports;
import dev.tributary.server.cli.option.ClientOption;
import dev.tributary.server.cli.option.NodeUrlOption;
import dev.tributary.server.cli.option.OutputOptions;
import dev.tributary.server.cli.option.SourceOption;
import dev.tributary.server.cli.option.TargetOptions;
import dev.tributary.server.cli.outcome.ExitCode;
import dev.tributary.server.cli.outcome.RemoteJob;
import dev.tributary.server.engine.EngineSession;
import dev.tributary.server.remote.RemoteClients;
import dev.tributary.server.report.Progress;
import dev.tributary.server.report.VerifyAnswer;
import java.nio.file.Path;
import java.util.Optional;
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
public final class VerifyCommand implements Callable<Integer> {
  @Mixin private ClientOption client;
  @Mixin private TargetOptions target;
  @Mixin private NodeUrlOption node;
  @Mixin private OutputOptions output;

  @Option(
      names = "--source",
      paramLabel = "FILE",
      description = "The app's SQLite file; else the one that the client is registered with.")
  private Optional<Path> source;

  @Option(
      names = "--repair",
      description = "Write what differs to PostgreSQL, except rows that others wrote.")
  private boolean repair;

  @Override
  public Integer call() {
    Optional<RemoteClients> remote = node.client().map(RemoteClients::new);
    VerifyReport report =
        remote.isPresent() ? at(remote.get()) : verify(source.map(SourceOption::checked));
    output.print(VerifyAnswer.of(report));
    if (!report.equal()) {
      return ExitCode.FAILED;
    }
    return report.openConflicts() > 0 ? ExitCode.WAITING : ExitCode.DONE;
  }

  /** The node that leads sees the file. */
  private VerifyReport at(RemoteClients remote) {
    if (source.isPresent()) {
      throw new ConfigurationInvalid(
          "--source goes without --node: the node that leads reads the file that the client is"
              + " registered with");
    }
    String job = remote.verify(client.name(), repair ? VerifyMode.REPAIR : VerifyMode.REPORT);
    return JobReports.verify(RemoteJob.result(remote, job));
  }

  private VerifyReport verify(Optional<Path> named) {
    try (Progress progress = output.progress();
        EngineSession session = target.open(output, progress)) {
      Path file = named.orElseGet(() -> session.registeredFile(client.name()));
      return repair
          ? session.repair(client.name(), file)
          : session.engine().verify(client.name(), file, VerifyMode.REPORT);
    }
  }
}
