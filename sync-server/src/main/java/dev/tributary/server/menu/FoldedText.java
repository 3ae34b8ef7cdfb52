package dev.tributary.server.menu;

import java.util.ArrayList;
import java.util.List;

/** Lines that are no longer than a terminal is wide, so that a page is as high as it says. */
final class FoldedText {
  private FoldedText() {}

  /** Breaks at spaces where there is one, else where the room ends. */
  static List<String> of(List<String> lines, int columns) {
    List<String> folded = new ArrayList<>();
    for (String line : lines) {
      String rest = line;
      while (rest.length() > columns) {
        int space = rest.lastIndexOf(' ', columns);
        int end = space > 0 ? space : columns;
        folded.add(rest.substring(0, end));
        rest = rest.substring(end).stripLeading();
      }
      folded.add(rest);
    }
    return folded;
  }
}
