package dev.tributary.core.internal.restore;

import java.util.ArrayList;
import java.util.List;

/** What a person should know about a restored file. */
final class Notes {
  private final List<String> lines = new ArrayList<>();
  private final List<String> leftOut = new ArrayList<>();

  void add(String line, Object... values) {
    lines.add(line.formatted(values));
  }

  /** A table that the file lacks. */
  void leaveOut(String table) {
    leftOut.add(table);
  }

  List<String> leftOut() {
    return List.copyOf(leftOut);
  }

  List<String> lines() {
    return List.copyOf(lines);
  }
}
