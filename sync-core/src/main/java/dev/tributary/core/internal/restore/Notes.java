package dev.tributary.core.internal.restore;

import java.util.ArrayList;
import java.util.List;

/** What a person should know about a restored file. */
final class Notes {
  private final List<String> lines = new ArrayList<>();

  void add(String line, Object... values) {
    lines.add(line.formatted(values));
  }

  List<String> lines() {
    return List.copyOf(lines);
  }
}
