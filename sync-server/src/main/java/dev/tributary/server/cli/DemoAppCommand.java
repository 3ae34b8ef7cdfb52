package dev.tributary.server.cli;

import dev.tributary.server.cli.outcome.ExitCode;
import dev.tributary.server.demo.DemoApp;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The app's process of the demonstration; started by {@code tributary demo} only. */
@Command(name = "demo-app", hidden = true)
final class DemoAppCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE")
  private Path file;

  @Override
  public Integer call() throws Exception {
    DemoApp.run(
        file,
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)),
        spec.commandLine().getOut());
    return ExitCode.DONE;
  }
}
