package dev.tributary.server.menu;

/** A word that has to be typed before something is lost. */
final class Confirmation {
  private Confirmation() {}

  static boolean typed(Screen screen, String word) {
    boolean confirmed =
        screen
            .ask("Type '%s' to confirm: ".formatted(word))
            .map(String::strip)
            .filter(word::equals)
            .isPresent();
    if (!confirmed) {
      screen.line("Nothing was changed.");
    }
    return confirmed;
  }
}
