package dev.tributary.server.monitoring;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The expressions of the shipped alert rules, in one line or folded over several. */
final class RulesPack {
  private static final String FOLDED = "expr: >-";
  private static final String INDENT = "          ";

  private RulesPack() {}

  static List<String> expressions() {
    List<String> expressions = new ArrayList<>();
    boolean folded = false;
    for (String line : lines()) {
      if (folded && line.startsWith(INDENT)) {
        int last = expressions.size() - 1;
        expressions.set(last, expressions.get(last) + " " + line.strip());
        continue;
      }
      folded = line.strip().equals(FOLDED);
      if (folded) {
        expressions.add("");
      } else if (line.strip().startsWith("expr: ")) {
        expressions.add(line.strip().substring("expr: ".length()));
      }
    }
    return expressions;
  }

  private static List<String> lines() {
    try {
      return Files.readAllLines(Path.of("monitoring", "rules.yml"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
