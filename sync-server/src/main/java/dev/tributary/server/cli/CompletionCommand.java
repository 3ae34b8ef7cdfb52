package dev.tributary.server.cli;

import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints the completion script of the shell. */
@Command(
    name = "completion",
    header = "Print the completion script for bash or zsh.",
    footerHeading = "%nExamples:%n",
    footer = {"  source <(tributary completion bash)", "  source <(tributary completion zsh)"})
final class CompletionCommand implements Runnable {
  /** zsh reads the script of bash once it has been told how. */
  private static final String ZSH = "autoload -U +X compinit && compinit\n";

  @Spec private CommandSpec spec;

  /** Shells that have one. */
  enum Shell {
    BASH,
    ZSH
  }

  @Parameters(
      arity = "0..1",
      paramLabel = "SHELL",
      defaultValue = "bash",
      description = "${COMPLETION-CANDIDATES}; ${DEFAULT-VALUE} where nothing is said.")
  private Shell shell;

  @Override
  public void run() {
    String script = AutoComplete.bash("tributary", spec.root().commandLine());
    spec.commandLine()
        .getOut()
        .println((shell == Shell.ZSH ? "#compdef tributary\n" + ZSH : "") + script);
    spec.commandLine().getOut().flush();
  }
}
