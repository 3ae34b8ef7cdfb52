package dev.tributary.server.cli.client;

import dev.tributary.core.ClientLifecycle;
import dev.tributary.core.Confirmation;
import dev.tributary.server.cli.option.Actor;
import dev.tributary.server.cli.option.ClientOption;
import dev.tributary.server.cli.option.NodeUrlOption;
import dev.tributary.server.cli.option.OutputOptions;
import dev.tributary.server.cli.option.TargetOptions;
import dev.tributary.server.cli.option.TypedWord;
import dev.tributary.server.cli.outcome.ExitCode;
import dev.tributary.server.database.Target;
import dev.tributary.server.remote.RemoteClients;
import dev.tributary.server.report.LifecycleAnswer;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tributary client deregister}. */
@Command(
    name = "deregister",
    header = "End the sync of a client and forget it; its rows stay.",
    description = {
      "Jobs, conflicts and quarantine of the client go. Its schema stays with its rows, closed to",
      "the nodes, unless --drop-schema is said; that needs an administrator."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  tributary client deregister --client acme",
      "  tributary client deregister --client acme --confirm acme",
      "  tributary client deregister --client acme --drop-schema --target"
          + " postgresql://postgres@db/app"
    })
final class ClientDeregisterCommand implements Callable<Integer> {
  @Mixin private ClientOption client;
  @Mixin private TypedWord word;
  @Mixin private TargetOptions target;
  @Mixin private NodeUrlOption node;
  @Mixin private OutputOptions output;

  @Option(names = "--drop-schema", description = "Drop the schema with all its rows.")
  private boolean dropSchema;

  @Option(
      names = "--confirm-drop",
      paramLabel = "WORD",
      description = "The word that would be asked for with --drop-schema; for scripts.")
  private Optional<String> dropWord;

  @Override
  public Integer call() {
    Optional<RemoteClients> remote = node.client().map(RemoteClients::new);
    if (remote.isPresent()) {
      return at(remote.get());
    }
    try (Target database =
        dropSchema ? target.openAdministrator(output) : target.openTarget(output)) {
      ClientLifecycle clients = new ClientLifecycle(database.connections(), target.acting());
      Confirmation name = typedName();
      String schema =
          dropSchema
              ? clients.deregisterWithData(client.name(), name, typedDelete(), Actor.NAME)
              : clients.deregister(client.name(), name, Actor.NAME);
      output.print(
          dropSchema
              ? LifecycleAnswer.dropped(client.name(), schema)
              : LifecycleAnswer.deregistered(client.name(), schema));
    }
    return ExitCode.DONE;
  }

  private Confirmation typedDelete() {
    return TypedWord.ask(
        dropWord, "--confirm-drop", "All rows of client " + client.name() + " go too", "DELETE");
  }

  private Confirmation typedName() {
    return word.ask(
        "Client %s will not be synced any more, and its history goes".formatted(client.name()),
        client.name().value());
  }

  private Integer at(RemoteClients remote) {
    String name = typedName().typed();
    output.print(
        dropSchema
            ? LifecycleAnswer.dropped(
                client.name(),
                remote.deregisterWithData(client.name(), name, typedDelete().typed()))
            : LifecycleAnswer.deregistered(client.name(), remote.deregister(client.name(), name)));
    return ExitCode.DONE;
  }
}
