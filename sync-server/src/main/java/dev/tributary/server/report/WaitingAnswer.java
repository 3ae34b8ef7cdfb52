package dev.tributary.server.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The answers about what waits for a person. */
public final class WaitingAnswer {
  private WaitingAnswer() {}

  /**
   * @param word what one of them is called
   */
  public static Answer list(String word, List<Map<String, String>> rows) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s waiting".formatted(rows.isEmpty() ? "nothing" : Quantities.counted(rows.size(), word)));
    if (!rows.isEmpty()) {
      TextTable table = new TextTable(rows.get(0).keySet().toArray(String[]::new));
      rows.forEach(row -> table.add(row.values().toArray(String[]::new)));
      lines.addAll(table.lines());
    }
    return new Answer(lines, Map.of("waiting", rows));
  }

  public static Answer one(Map<String, String> row) {
    TextTable table = new TextTable("field", "value");
    row.forEach(table::add);
    return new Answer(table.lines(), new LinkedHashMap<>(row));
  }
}
