package dev.tributary.server.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.core.SyncClients;
import dev.tributary.core.SyncClients.Decided;
import dev.tributary.server.cli.option.Actor;
import dev.tributary.server.cli.option.ClientOption;
import dev.tributary.server.cli.option.Interval;
import dev.tributary.server.cli.option.NodeUrlOption;
import dev.tributary.server.cli.option.OutputOptions;
import dev.tributary.server.cli.option.SourceOption;
import dev.tributary.server.cli.option.TargetOptions;
import dev.tributary.server.cli.outcome.ExitCode;
import dev.tributary.server.database.Target;
import dev.tributary.server.remote.NodeClient;
import dev.tributary.server.remote.RemoteClients;
import dev.tributary.server.report.ClientAnswer;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tributary client register}. */
@Command(
    name = "register",
    header = "Give a client a schema, to be synced by the nodes.",
    description = "It is synced by itself from 'client start' on, or at once with --start.",
    footerHeading = "%nExample:%n",
    footer =
        "  tributary client register --client acme --source /srv/acme/webui.db --interval 5m --start")
final class ClientRegisterCommand implements Callable<Integer> {
  @Mixin private ClientOption client;
  @Mixin private SourceOption source;
  @Mixin private TargetOptions target;
  @Mixin private NodeUrlOption node;
  @Mixin private OutputOptions output;

  @Option(
      names = "--interval",
      paramLabel = "TIME",
      defaultValue = "300",
      description = "Seconds, or 5m, 1h, 1d; ${DEFAULT-VALUE} where nothing is said.")
  private Interval interval;

  @Option(names = "--schema", paramLabel = "NAME", description = "The schema; else client_NAME.")
  private Optional<String> schema;

  @Option(names = "--start", description = "Sync it by itself from now on.")
  private boolean start;

  @Override
  public Integer call() {
    Optional<RemoteClients> remote = node.client().map(RemoteClients::new);
    if (remote.isPresent()) {
      output.print(ClientAnswer.decided(at(remote.get())));
      return ExitCode.DONE;
    }
    Path file = source.file();
    try (Target database = target.openTarget(output)) {
      SyncClients clients = new SyncClients(database.connections(), target.acting());
      clients.register(client.name(), file, schema, interval.value());
      Decided decided =
          start
              ? clients.start(client.name(), Actor.NAME)
              : new Decided("active", false, interval.value());
      output.print(
          ClientAnswer.decided(
              client.name(), decided.status(), decided.enabled(), decided.interval()));
    }
    return ExitCode.DONE;
  }

  private Map<String, Object> at(RemoteClients remote) {
    JsonNode registered =
        remote.register(client.name(), source.elsewhere(), schema, interval.value());
    return NodeClient.plain(start ? remote.start(client.name()) : registered);
  }
}
