package dev.tributary.server.demo;

import dev.tributary.server.report.Answer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Tells the demonstration act by act, and keeps its numbers and what went wrong. */
final class DemoLog {
  private final Consumer<String> out;
  private final Map<String, Object> numbers = new LinkedHashMap<>();
  private final List<String> problems = new ArrayList<>();
  private int act;

  DemoLog(Consumer<String> out) {
    this.out = out;
  }

  void tell(String act, String result) {
    this.act++;
    out.accept(" %2d  %-26s %s".formatted(this.act, act, result));
  }

  void more(String result) {
    out.accept(" ".repeat(32) + result);
  }

  void number(String name, Object value) {
    numbers.put(name, value);
  }

  void require(boolean kept, String otherwise) {
    if (!kept) {
      problems.add(otherwise);
      more("PROBLEM: " + otherwise);
    }
  }

  boolean isWell() {
    return problems.isEmpty();
  }

  Answer answer() {
    numbers.put("equal", isWell());
    numbers.put("problems", List.copyOf(problems));
    String verdict =
        isWell()
            ? "Everything is equal. Nothing was left behind on this machine."
            : "Something differs: " + String.join("; ", problems);
    return new Answer(List.of("", verdict), numbers);
  }
}
