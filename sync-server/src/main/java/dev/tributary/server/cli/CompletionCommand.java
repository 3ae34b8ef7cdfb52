package dev.tributary.server.cli;

import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints the completion script of the shell. */
@Command(
    name = "completion",
    header = "Print the completion script for bash and zsh.",
    footerHeading = "%nExample:%n",
    footer = "  source <(tributary completion)")
final class CompletionCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().getOut().println(AutoComplete.bash("tributary", spec.root().commandLine()));
    spec.commandLine().getOut().flush();
  }
}
