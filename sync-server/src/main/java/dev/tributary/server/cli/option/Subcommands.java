package dev.tributary.server.cli.option;

import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** What a word says that is only a name for its commands. */
public final class Subcommands {
  private Subcommands() {}

  /** For a word that was called without one of its commands. */
  public static ParameterException missing(CommandSpec spec) {
    return new ParameterException(
        spec.commandLine(), "a command is missing: one of " + names(spec));
  }

  /** Those that are for people, with commas between them. */
  public static String names(CommandSpec spec) {
    return spec.subcommands().values().stream()
        .filter(command -> !command.getCommandSpec().usageMessage().hidden())
        .map(command -> command.getCommandName())
        .collect(Collectors.joining(", "));
  }
}
