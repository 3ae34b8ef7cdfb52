package dev.tributary.server.menu;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A title and numbered items; shown again after each choice until one of them leaves. */
final class Menu {
  private static final String BELOW_THE_LABEL = "     ";
  private static final int TITLE_AND_PROMPT = 2;

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

    private String name() {
      return "  %d) %s".formatted(number, label);
    }

    private String inOneLine(int width) {
      String name = name();
      String pad = " ".repeat(Math.max(0, width - name.length()));
      return note.isEmpty() ? name : name + pad + " - " + note;
    }

    /** The note below the name, where a terminal is too narrow for both. */
    private Stream<String> inMoreLines(int columns) {
      int room = Math.max(1, columns - BELOW_THE_LABEL.length());
      Stream<String> below =
          FoldedText.of(List.of(note), room).stream()
              .filter(line -> !line.isEmpty())
              .map(line -> BELOW_THE_LABEL + line);
      return Stream.concat(Stream.of(name()), below);
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
    screen.line("");
    screen.title(title);
    lines(screen.room()).forEach(screen::line);
  }

  /** With notes where there is room for them. */
  private List<String> lines(Screen.Room room) {
    int width = items.stream().mapToInt(item -> item.name().length()).max().orElse(0);
    List<String> lines = items.stream().map(item -> item.inOneLine(width)).toList();
    if (lines.stream().allMatch(line -> line.length() <= room.columns())) {
      return lines;
    }
    List<String> more = items.stream().flatMap(item -> item.inMoreLines(room.columns())).toList();
    return more.size() + TITLE_AND_PROMPT <= room.rows()
        ? more
        : items.stream().map(Item::name).toList();
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
