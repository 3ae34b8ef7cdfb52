package dev.tributary.server.cli.client;

import dev.tributary.api.MassDelete;
import dev.tributary.api.SyncReport;
import dev.tributary.api.SyncRequest;
import dev.tributary.server.cli.option.ClientOption;
import dev.tributary.server.cli.option.NodeUrlOption;
import dev.tributary.server.cli.option.OutputOptions;
import dev.tributary.server.cli.option.RunOptions;
import dev.tributary.server.cli.option.TargetOptions;
import dev.tributary.server.cli.outcome.ExitCode;
import dev.tributary.server.cli.outcome.RemoteJob;
import dev.tributary.server.engine.EngineSession;
import dev.tributary.server.remote.RemoteClients;
import dev.tributary.server.report.JobAnswer;
import dev.tributary.server.report.Progress;
import dev.tributary.server.report.SyncAnswer;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code tributary client sync}: the registered file, now. */
@Command(
    name = "sync",
    header = "Sync a registered client now.",
    description = "By the node that leads; one that runs or waits already is waited for.")
final class ClientSyncCommand implements Callable<Integer> {
  @Mixin private ClientOption client;
  @Mixin private RunOptions run;
  @Mixin private TargetOptions target;
  @Mixin private NodeUrlOption node;
  @Mixin private OutputOptions output;

  @Override
  public Integer call() {
    Optional<RemoteClients> remote = node.client().map(RemoteClients::new);
    if (remote.isPresent()) {
      return at(remote.get());
    }
    SyncReport report;
    try (Progress progress = output.progress();
        EngineSession session = target.open(output, progress)) {
      SyncRequest request = request(session.registeredFile(client.name()));
      report = allowsMassDelete() ? session.sync(request) : session.trigger(request);
    }
    output.print(SyncAnswer.of(report));
    return ExitCode.of(report.outcome());
  }

  private SyncRequest request(Path file) {
    return SyncRequest.of(client.name(), file)
        .withMode(run.mode())
        .withMassDelete(run.massDelete())
        .withTriggeredBy(run.triggeredBy());
  }

  private boolean allowsMassDelete() {
    return run.massDelete() == MassDelete.ALLOW;
  }

  private Integer at(RemoteClients remote) {
    String syncId =
        allowsMassDelete()
            ? remote.syncAllowingMassDelete(client.name(), run.mode(), run.triggeredBy())
            : remote.sync(client.name(), run.mode(), run.triggeredBy());
    Map<String, Object> job = RemoteJob.awaited(remote, syncId);
    output.print(JobAnswer.of(job));
    return RemoteJob.exitCode(job);
  }
}
