package dev.tributary.server.cli;

import dev.tributary.server.cli.option.OutputOptions;
import dev.tributary.server.cli.outcome.ExitCode;
import dev.tributary.server.demo.DemoStage;
import dev.tributary.server.report.Answer;
import java.io.IOException;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code tributary demo}: shows in a minute what is promised, and fails when it is not kept. */
@Command(
    name = "demo",
    header = "Show all of it on this machine in less than a minute.",
    description = {
      "An app writes to its own SQLite file while two nodes mirror it into an embedded PostgreSQL;",
      "the one that leads is killed meanwhile;",
      "at the end a file restored from PostgreSQL is compared with the app's, cell by cell.",
      "Everything lives in a temporary folder and is removed. Exit code 1 if anything differs."
    })
final class DemoCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private OutputOptions output;

  @Override
  public Integer call() throws IOException, SQLException {
    Answer answer = DemoStage.play(output.isJson() ? line -> {} : this::print);
    output.print(answer);
    return Boolean.TRUE.equals(answer.document().get("equal")) ? ExitCode.DONE : ExitCode.FAILED;
  }

  private void print(String line) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(line);
    out.flush();
  }
}
