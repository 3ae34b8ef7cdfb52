package dev.tributary.server.cli;

import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.server.cli.option.NodeUrlOption;
import dev.tributary.server.cli.option.TargetOptions;
import dev.tributary.server.cli.outcome.ExitCode;
import dev.tributary.server.menu.Menus;
import dev.tributary.server.menu.TerminalScreen;
import java.util.LinkedHashMap;
import java.util.List;
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
      "back. Needs a terminal. With --node all that a node can be asked for, from any machine; what",
      "starts and stops nodes says that it needs their host."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  tributary menu",
      "  tributary menu --node https://db1:9443 --token-file ann.token"
    })
final class MenuCommand implements Callable<Integer> {
  /** What commands are given as it was given here; an address may hold a password. */
  private static final List<String> PASSED_ON =
      List.of("--node", "--token-file", "--ca", "--cluster", "--data-dir");

  @Spec private CommandSpec spec;
  @Mixin private TargetOptions target;
  @Mixin private NodeUrlOption node;

  @Override
  public Integer call() {
    node.client(); // what is wrong with it is said before a menu is shown
    try (TerminalScreen screen = screen()) {
      new Menus(screen, new MenuCommands(screen, given("--target"), passedOn())).open();
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

  private Map<String, String> passedOn() {
    Map<String, String> options = new LinkedHashMap<>();
    PASSED_ON.forEach(option -> given(option).ifPresent(value -> options.put(option, value)));
    return options;
  }

  private Optional<String> given(String option) {
    return Optional.ofNullable(spec.commandLine().getParseResult().matchedOption(option))
        .map(OptionSpec::originalStringValues)
        .map(words -> words.get(0));
  }
}
