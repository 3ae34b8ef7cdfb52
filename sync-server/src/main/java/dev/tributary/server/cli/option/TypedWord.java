package dev.tributary.server.cli.option;

import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.core.Confirmation;
import dev.tributary.server.report.Printable;
import java.io.Console;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The word that a person types before something great happens. */
public final class TypedWord {
  @Option(
      names = "--confirm",
      paramLabel = "WORD",
      description = "The word that would be asked for; for scripts.")
  private Optional<String> given;

  /** The word as it was given, else typed at the terminal. */
  public Confirmation ask(String question, String word) {
    return ask(given, "--confirm", question, word);
  }

  /**
   * @param given on the command line; else a person at a terminal is asked
   * @param word that will be checked by whoever does the act
   */
  public static Confirmation ask(
      Optional<String> given, String option, String question, String word) {
    if (given.isPresent()) {
      return new Confirmation(given.get());
    }
    Console console = System.console();
    if (console == null) {
      throw new ConfigurationInvalid(
          "%s; nobody can be asked here: say %s %s".formatted(question, option, word));
    }
    String typed = console.readLine("%s%nType %s to confirm: ", Printable.of(question), word);
    return new Confirmation(typed == null ? "" : typed.strip());
  }
}
