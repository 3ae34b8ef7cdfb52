package dev.tributary.server.cli;

import dev.tributary.api.SyncMode;
import dev.tributary.api.SyncReport;
import dev.tributary.api.SyncRequest;
import dev.tributary.api.UnknownClient;
import dev.tributary.server.database.ClientRows;
import dev.tributary.server.database.Target;
import dev.tributary.server.engine.EngineSession;
import dev.tributary.server.report.Progress;
import dev.tributary.server.report.SyncAnswer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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
  @Mixin private OutputOptions output;

  @Option(names = "--full", description = "Trust nothing local: read the base from PostgreSQL.")
  private boolean full;

  @Override
  public Integer call() {
    SyncRequest request =
        SyncRequest.of(client.name(), registeredFile())
            .withMode(full ? SyncMode.FULL : SyncMode.INCREMENTAL)
            .withTriggeredBy("manual");
    SyncReport report = sync(request);
    output.print(SyncAnswer.of(report));
    return ExitCode.of(report.outcome());
  }

  private SyncReport sync(SyncRequest request) {
    try (Progress progress = output.progress();
        EngineSession session = target.open(output, progress)) {
      return session.trigger(request);
    }
  }

  private Path registeredFile() {
    try (Target database = target.openTarget(output)) {
      List<Map<String, Object>> rows =
          new ClientRows(database.connections(), target.acting()).status(client.name().value());
      if (rows.isEmpty()) {
        throw new UnknownClient(client.name().value(), target.acting());
      }
      return Path.of(String.valueOf(rows.get(0).get("source_path")));
    }
  }
}
