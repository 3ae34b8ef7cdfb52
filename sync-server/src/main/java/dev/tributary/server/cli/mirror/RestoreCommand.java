package dev.tributary.server.cli.mirror;

import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.api.RestoreReport;
import dev.tributary.core.JobReports;
import dev.tributary.server.cli.option.ClientOption;
import dev.tributary.server.cli.option.NodeUrlOption;
import dev.tributary.server.cli.option.OutputOptions;
import dev.tributary.server.cli.option.TargetOptions;
import dev.tributary.server.cli.outcome.ExitCode;
import dev.tributary.server.cli.outcome.RemoteJob;
import dev.tributary.server.engine.EngineSession;
import dev.tributary.server.remote.RemoteClients;
import dev.tributary.server.report.Progress;
import dev.tributary.server.report.RestoreAnswer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tributary restore}: the way back. Never writes over a file. */
@Command(
    name = "restore",
    header = "Build a SQLite file from PostgreSQL alone.",
    footerHeading = "%nExample:%n",
    footer = "  tributary restore --client acme --to webui.restored.db")
public final class RestoreCommand implements Callable<Integer> {
  @Mixin private ClientOption client;
  @Mixin private TargetOptions target;
  @Mixin private NodeUrlOption node;
  @Mixin private OutputOptions output;

  @Option(
      names = "--to",
      required = true,
      paramLabel = "FILE",
      description = {
        "The new file; must not exist. It appears when it is complete and compared. With --node:",
        "its name in RESTORE_DIRECTORY of the node that leads."
      })
  private Path to;

  @Override
  public Integer call() {
    Optional<RemoteClients> remote = node.client().map(RemoteClients::new);
    RestoreReport report = remote.isPresent() ? at(remote.get()) : restore(newFile());
    output.print(RestoreAnswer.of(report));
    boolean whole = report.missing() == 0 && report.leftOut().isEmpty();
    return whole ? ExitCode.DONE : ExitCode.WAITING;
  }

  private RestoreReport at(RemoteClients remote) {
    if (to.getNameCount() != 1 || to.isAbsolute()) {
      throw new ConfigurationInvalid(
          ("--to %s is a path: with --node it is the name of a file, which will be in"
                  + " RESTORE_DIRECTORY of the node that leads")
              .formatted(to));
    }
    String job = remote.restore(client.name(), to.toString());
    return JobReports.restore(RemoteJob.result(remote, job));
  }

  private Path newFile() {
    Path file = to.toAbsolutePath().normalize();
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new ConfigurationInvalid(
          file + " exists already; restore never writes over a file: choose another name");
    }
    if (file.getParent() == null || !Files.isDirectory(file.getParent())) {
      throw new ConfigurationInvalid("there is no folder " + file.getParent());
    }
    return file;
  }

  private RestoreReport restore(Path file) {
    try (Progress progress = output.progress();
        EngineSession session = target.open(output, progress)) {
      return session.engine().restore(client.name(), file);
    }
  }
}
