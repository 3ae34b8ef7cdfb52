package dev.tributary.server.cli.client;

import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.core.ClientLifecycle;
import dev.tributary.core.Confirmation;
import dev.tributary.server.cli.option.Actor;
import dev.tributary.server.cli.option.ClientOption;
import dev.tributary.server.cli.option.NodeUrlOption;
import dev.tributary.server.cli.option.OutputOptions;
import dev.tributary.server.cli.option.TargetOptions;
import dev.tributary.server.cli.option.TypedWord;
import dev.tributary.server.cli.outcome.ExitCode;
import dev.tributary.server.database.ClientRows;
import dev.tributary.server.database.Target;
import dev.tributary.server.remote.RemoteClients;
import dev.tributary.server.report.LifecycleAnswer;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code tributary client confirm}: the file is right as it is. */
@Command(
    name = "confirm",
    header = "Let a client on hold follow its file.",
    description = {
      "For the version of the file that was held, and no other: when the app has written since, the",
      "next run judges anew. 'client sync --allow-mass-delete' follows whatever the file is then."
    })
final class ClientConfirmCommand implements Callable<Integer> {
  @Mixin private ClientOption client;
  @Mixin private TypedWord word;
  @Mixin private TargetOptions target;
  @Mixin private NodeUrlOption node;
  @Mixin private OutputOptions output;

  @Override
  public Integer call() {
    Optional<RemoteClients> remote = node.client().map(RemoteClients::new);
    if (remote.isPresent()) {
      String reason =
          Objects.toString(
              remote.get().status(Optional.of(client.name())).get(0).get("hold_reason"), "");
      remote.get().confirmHold(client.name(), typed(reason).typed());
      output.print(LifecycleAnswer.confirmed(client.name(), reason));
      return ExitCode.DONE;
    }
    try (Target database = target.openTarget(output)) {
      String reason =
          new ClientRows(database.connections(), target.acting()).holdReason(client.name());
      Confirmation typed = typed(reason);
      new ClientLifecycle(database.connections(), target.acting())
          .confirmHold(client.name(), typed, Actor.NAME);
      output.print(LifecycleAnswer.confirmed(client.name(), reason));
    }
    return ExitCode.DONE;
  }

  private Confirmation typed(String reason) {
    if (reason.isEmpty()) {
      throw new ConfigurationInvalid(
          "client %s is not on hold; there is nothing to confirm".formatted(client.name()));
    }
    return word.ask(
        "Client %s is on hold: %s".formatted(client.name(), reason), client.name().value());
  }
}
