package dev.tributary.server.cli;

import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.server.menu.Menus;
import dev.tributary.server.menu.TerminalScreen;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Spec;

/** {@code tributary menu}: the commands behind numbers. */
@Command(
    name = "menu",
    header = "Choose from menus: cluster, nodes, sync of a client.",
    description = {
      "Each item runs a command and shows which. Ctrl-C ends the command that runs, Ctrl-D goes",
      "back. Needs a terminal."
    })
final class MenuCommand implements Callable<Integer> {
  /** What is passed on, and the variable that says the same to a command. */
  private static final Map<String, String> PASSED_ON =
      Map.of(
          "--target", "DATABASE_URL",
          "--cluster", "CLUSTER_NAME",
          "--data-dir", "TRIBUTARY_HOME");

  @Spec private CommandSpec spec;
  @Mixin private TargetOptions target;

  @Override
  public Integer call() {
    try (TerminalScreen screen = screen()) {
      new Menus(screen, new MenuCommands(screen, given())).open();
    }
    return ExitCode.DONE;
  }

  private static TerminalScreen screen() {
    return TerminalScreen.open()
        .orElseThrow(
            () ->
                new ConfigurationInvalid(
                    "a menu needs a terminal; each of its items is a command as well: docs/cli.md"));
  }

  private Map<String, MenuCommands.Given> given() {
    Map<String, MenuCommands.Given> given = new LinkedHashMap<>();
    PASSED_ON.forEach(
        (option, variable) ->
            Optional.ofNullable(spec.commandLine().getParseResult().matchedOption(option))
                .map(OptionSpec::originalStringValues)
                .ifPresent(
                    words -> given.put(option, new MenuCommands.Given(variable, words.get(0)))));
    return given;
  }
}
