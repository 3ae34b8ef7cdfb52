package dev.tributary.server.cli;

import dev.tributary.api.MassDelete;
import dev.tributary.api.SyncMode;
import dev.tributary.api.SyncReport;
import dev.tributary.api.SyncRequest;
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
import picocli.CommandLine.Option;

/** {@code tributary client sync}: the registered file, now. */
@Command(
    name = "sync",
    header = "Sync a registered client now.",
    description = "By the node that leads; one that runs or waits already is waited for.")
final class ClientSyncCommand implements Callable<Integer> {
  @Mixin private ClientOption client;
  @Mixin private TargetOptions target;
  @Mixin private NodeUrlOption node;
  @Mixin private OutputOptions output;

  @Option(names = "--full", description = "Trust nothing local: read the base from PostgreSQL.")
  private boolean full;

  @Option(
      names = "--allow-mass-delete",
      description = "Go on although most rows left a table, or the file is another one.")
  private boolean allowMassDelete;

  @Option(
      names = "--triggered-by",
      paramLabel = "WHO",
      defaultValue = "manual",
      description = "Who asked, for the job record; ${DEFAULT-VALUE} where nothing is said.")
  private String triggeredBy;

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
      report = allowMassDelete ? session.sync(request) : session.trigger(request);
    }
    output.print(SyncAnswer.of(report));
    return ExitCode.of(report.outcome());
  }

  private SyncRequest request(Path file) {
    return SyncRequest.of(client.name(), file)
        .withMode(full ? SyncMode.FULL : SyncMode.INCREMENTAL)
        .withMassDelete(allowMassDelete ? MassDelete.ALLOW : MassDelete.HOLD)
        .withTriggeredBy(triggeredBy);
  }

  private Integer at(RemoteClients remote) {
    SyncMode mode = full ? SyncMode.FULL : SyncMode.INCREMENTAL;
    String syncId =
        allowMassDelete
            ? remote.syncAllowingMassDelete(client.name(), mode, triggeredBy)
            : remote.sync(client.name(), mode, triggeredBy);
    Map<String, Object> job = RemoteJob.awaited(remote, syncId);
    output.print(JobAnswer.of(job));
    return RemoteJob.exitCode(job);
  }
}
