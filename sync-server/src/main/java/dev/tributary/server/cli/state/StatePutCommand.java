package dev.tributary.server.cli.state;

import dev.tributary.api.Json;
import dev.tributary.api.StateWrite;
import dev.tributary.server.cli.option.NodeUrlOption;
import dev.tributary.server.cli.option.OutputOptions;
import dev.tributary.server.cli.option.TargetOptions;
import dev.tributary.server.cli.outcome.ExitCode;
import dev.tributary.server.engine.StateSession;
import dev.tributary.server.remote.NodeClient;
import dev.tributary.server.report.StateAnswer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code tributary state put}. */
@Command(
    name = "put",
    header = "Write a value.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  tributary state put deployment.acme '{\"sync_interval\": 900}'",
      "  tributary state put banner '\"maintenance at ten\"' --if-version 3",
      "  tributary state put limits - < limits.json"
    })
final class StatePutCommand implements Callable<Integer> {
  @Mixin private TargetOptions target;
  @Mixin private NodeUrlOption node;
  @Mixin private OutputOptions output;
  @Mixin private StateWriting writing;

  @Parameters(
      index = "1",
      paramLabel = "JSON",
      description = "A text needs double quotes of its own; - reads standard input.")
  private String value;

  @Override
  public Integer call() throws IOException {
    Json json = new Json(value.equals("-") ? fromStandardInput() : value);
    Optional<NodeClient> remote = node.client();
    if (remote.isPresent()) {
      output.print(StateAnswer.written(writing.at(remote.get(), json)));
      return ExitCode.DONE;
    }
    StateWrite write = StateWrite.put(writing.key(), json, StateWriting.writer());
    try (StateSession session = target.openState(output)) {
      output.print(StateAnswer.written(writing.run(session.store(), write)));
    }
    return ExitCode.DONE;
  }

  /** One byte more than may be, so that too much is refused without being read. */
  private static String fromStandardInput() throws IOException {
    byte[] read = System.in.readNBytes(StateWrite.MAX_VALUE_BYTES + 1);
    return new String(read, StandardCharsets.UTF_8);
  }
}
