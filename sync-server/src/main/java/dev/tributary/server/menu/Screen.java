package dev.tributary.server.menu;

import java.util.List;
import java.util.Optional;

/** Where menus are shown and answers come from. */
public interface Screen {

  void line(String text);

  void title(String text);

  /** A line of text, or empty when the person gave up (Ctrl-C, Ctrl-D). */
  Optional<String> ask(String prompt);

  /** Shows a long text page by page. */
  void page(List<String> lines);

  /** How much can be seen at once. */
  Room room();

  /**
   * @param columns letters in a line
   */
  record Room(int columns, int rows) {}

  /** Waits until what was shown is read. */
  default void pause() {
    ask("Press Enter to return ");
  }
}
