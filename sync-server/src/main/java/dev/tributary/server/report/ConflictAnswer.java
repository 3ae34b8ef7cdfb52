package dev.tributary.server.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One conflict, its rows side by side. Marks say who changed a column: {@code <} the source, {@code
 * >} the target, {@code !} both.
 */
public final class ConflictAnswer {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> IMAGES =
      Set.of("base_data", "source_data", "target_data", "resolved_data");
  private static final int WIDTH = 40;

  private ConflictAnswer() {}

  public static Answer of(Map<String, String> entry) {
    List<String> lines = new ArrayList<>();
    TextTable head = new TextTable("field", "value");
    entry.forEach(
        (name, value) -> {
          if (!IMAGES.contains(name) && !value.isEmpty()) {
            head.add(name, value);
          }
        });
    lines.addAll(head.lines());
    lines.add("");
    lines.addAll(sideBySide(entry));
    return new Answer(lines, new LinkedHashMap<>(entry));
  }

  private static List<String> sideBySide(Map<String, String> entry) {
    Optional<JsonNode> base = row(entry, "base_data");
    Optional<JsonNode> source = row(entry, "source_data");
    Optional<JsonNode> target = row(entry, "target_data");
    Optional<JsonNode> result = row(entry, "resolved_data");
    TextTable table = new TextTable("", "column", "base", "source", "target", "result");
    for (String column : columns(base, source, target)) {
      addColumn(table, column, base, source, target, result);
    }
    List<String> lines = new ArrayList<>(table.lines());
    for (Map.Entry<String, Optional<JsonNode>> side :
        Map.of("source", source, "target", target).entrySet()) {
      if (side.getValue().isEmpty()) {
        lines.add("  the row is deleted in the " + side.getKey());
      }
    }
    lines.addAll(JsonDifferences.lines(base, source, target));
    return lines;
  }

  private static void addColumn(
      TextTable table,
      String column,
      Optional<JsonNode> base,
      Optional<JsonNode> source,
      Optional<JsonNode> target,
      Optional<JsonNode> result) {
    table.add(
        mark(value(base, column), value(source, column), value(target, column)),
        column,
        shown(base, column),
        shown(source, column),
        shown(target, column),
        shown(result, column));
  }

  private static String mark(
      Optional<JsonNode> base, Optional<JsonNode> source, Optional<JsonNode> target) {
    if (source.equals(target)) {
      return " ";
    }
    if (base.isPresent() && base.equals(source)) {
      return ">";
    }
    return base.isPresent() && base.equals(target) ? "<" : "!";
  }

  private static Set<String> columns(
      Optional<JsonNode> base, Optional<JsonNode> source, Optional<JsonNode> target) {
    Set<String> names = new LinkedHashSet<>();
    for (Optional<JsonNode> side : List.of(source, target, base)) {
      side.ifPresent(row -> row.fieldNames().forEachRemaining(names::add));
    }
    names.removeIf(
        name ->
            name.equals("_sync_hash")
                || name.equals("_sync_xid")
                || name.startsWith("_sync_")
                    && List.of(base, source, target).stream()
                        .allMatch(side -> value(side, name).filter(v -> !v.isNull()).isEmpty()));
    return names;
  }

  private static Optional<JsonNode> row(Map<String, String> entry, String name) {
    try {
      String text = entry.getOrDefault(name, "");
      return text.isEmpty() ? Optional.empty() : Optional.of(JSON.readTree(text));
    } catch (JsonProcessingException e) {
      return Optional.empty(); // deeper than a parser goes; --json shows the text
    }
  }

  private static Optional<JsonNode> value(Optional<JsonNode> row, String column) {
    return row.flatMap(r -> Optional.ofNullable(r.get(column)));
  }

  private static String shown(Optional<JsonNode> row, String column) {
    String text =
        value(row, column)
            .map(value -> value.isTextual() ? value.textValue() : value.toString())
            .orElse(row.isEmpty() ? "-" : "");
    return text.length() <= WIDTH ? text : text.substring(0, WIDTH - 3) + "...";
  }
}
