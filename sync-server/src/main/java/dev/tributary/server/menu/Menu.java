package dev.tributary.server.menu;

import java.util.List;
import java.util.Optional;

/** A title and numbered items; shown again after each choice until one of them leaves. */
final class Menu {
  private final String title;
  private final List<Item> items;

  Menu(String title, List<Item> items) {
    this.title = title;
    this.items = List.copyOf(items);
  }

  /** Whether the menu stays after an item, or the one above it comes back. */
  enum Next {
    STAY,
    LEAVE
  }

  /**
   * One line of a menu.
   *
   * @param note what it does, in a few words
   */
  record Item(int number, String label, String note, Act act) {
    /** What happens when an item is chosen. */
    @FunctionalInterface
    interface Act {
      Next choose();
    }

    static Item staying(int number, String label, String note, Runnable act) {
      return new Item(
          number,
          label,
          note,
          () -> {
            act.run();
            return Next.STAY;
          });
    }

    static Item leaving(int number, String label) {
      return new Item(number, label, "", () -> Next.LEAVE);
    }

    private String line(int width) {
      String name = "%d) %s".formatted(number, label);
      return note.isEmpty() ? "  " + name : "  %s - %s".formatted(pad(name, width), note);
    }

    private static String pad(String text, int width) {
      return text + " ".repeat(Math.max(0, width - text.length()));
    }
  }

  /** Returns when a person leaves the menu, also with Ctrl-D. */
  void open(Screen screen) {
    Next next = Next.STAY;
    while (next == Next.STAY) {
      next = once(screen);
    }
  }

  /** Shows it for one choice. */
  Next once(Screen screen) {
    show(screen);
    return screen.ask("Select: ").map(answer -> chosen(screen, answer)).orElse(Next.LEAVE);
  }

  private void show(Screen screen) {
    int width = items.stream().mapToInt(i -> i.label().length()).max().orElse(0) + 4;
    screen.line("");
    screen.title(title);
    items.forEach(item -> screen.line(item.line(width)));
  }

  private Next chosen(Screen screen, String answer) {
    Optional<Item> found =
        items.stream().filter(i -> String.valueOf(i.number()).equals(answer.strip())).findFirst();
    if (found.isEmpty()) {
      screen.line(
          answer.isBlank()
              ? "Type the number of an item."
              : "'%s' is not an item of this menu; type one of its numbers."
                  .formatted(answer.strip()));
      return Next.STAY;
    }
    return found.get().act().choose();
  }
}
