package dev.tributary.server.menu;

import java.util.Locale;
import java.util.Optional;

/**
 * What a person is asked before something is done. Who gives up, or says nothing, changes nothing.
 */
final class Questions {
  private Questions() {}

  /** A word that has to be typed before something is lost. */
  static boolean confirmed(Screen screen, String word) {
    boolean confirmed =
        screen
            .ask("Type '%s' to confirm: ".formatted(word))
            .map(String::strip)
            .filter(word::equals)
            .isPresent();
    if (!confirmed) {
      nothingWasChanged(screen);
    }
    return confirmed;
  }

  /** A value that there must be; empty when it was not given, which is said. */
  static Optional<String> value(Screen screen, String prompt) {
    Optional<String> given = screen.ask(prompt).map(String::strip).filter(text -> !text.isEmpty());
    if (given.isEmpty()) {
      nothingWasChanged(screen);
    }
    return given;
  }

  /**
   * A value that Enter leaves as it is.
   *
   * @return empty when the person gave up, which is said
   */
  static Optional<String> value(Screen screen, String prompt, String otherwise) {
    Optional<String> given =
        screen
            .ask("%s [%s]: ".formatted(prompt, otherwise))
            .map(String::strip)
            .map(text -> text.isEmpty() ? otherwise : text);
    if (given.isEmpty()) {
      nothingWasChanged(screen);
    }
    return given;
  }

  /**
   * Yes or no; Enter is no.
   *
   * @return empty when the person gave up, or said neither, which is said
   */
  static Optional<Boolean> yes(Screen screen, String prompt) {
    Optional<Boolean> said =
        screen.ask(prompt + " [y/N]: ").map(String::strip).flatMap(Questions::yesOrNo);
    if (said.isEmpty()) {
      nothingWasChanged(screen);
    }
    return said;
  }

  private static Optional<Boolean> yesOrNo(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "y", "yes" -> Optional.of(true);
      case "", "n", "no" -> Optional.of(false);
      default -> Optional.empty();
    };
  }

  private static void nothingWasChanged(Screen screen) {
    screen.line("Nothing was changed.");
  }
}
