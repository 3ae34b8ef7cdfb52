package dev.tributary.server.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One conflict, its rows side by side, and below them the places inside JSON that differ. Marks say
 * who changed a column: {@code <} the source, {@code >} the target, {@code !} both.
 */
public final class ConflictAnswer {
  private static final Set<String> IMAGES =
      Set.of("base_data", "source_data", "target_data", "resolved_data");
  private static final Set<String> ASIDE = Set.of("_sync_extra", "_sync_null");
  private static final int MOST_PLACES = 40;
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
    Sides rows =
        new Sides(row(entry, "base_data"), row(entry, "source_data"), row(entry, "target_data"));
    lines.addAll(sideBySide(rows, row(entry, "resolved_data")));
    lines.addAll(places(rows));
    return new Answer(lines, new LinkedHashMap<>(entry));
  }

  private static Optional<JsonNode> row(Map<String, String> entry, String name) {
    return Sides.row(Optional.of(entry.getOrDefault(name, "")).filter(text -> !text.isEmpty()));
  }

  private static List<String> sideBySide(Sides rows, Optional<JsonNode> result) {
    TextTable table = new TextTable("", "column", "base", "source", "target", "result");
    for (String column : columns(rows)) {
      table.add(
          mark(rows.at(column)),
          column,
          shown(rows.base(), column),
          shown(rows.source(), column),
          shown(rows.target(), column),
          shown(result, column));
    }
    List<String> lines = new ArrayList<>(table.lines());
    if (rows.source().isEmpty()) {
      lines.add("  the row is deleted in the source");
    }
    if (rows.target().isEmpty()) {
      lines.add("  the row is deleted in the target");
    }
    return lines;
  }

  private static Set<String> columns(Sides rows) {
    Set<String> names = new LinkedHashSet<>(rows.names());
    rows.base().ifPresent(base -> base.fieldNames().forEachRemaining(names::add));
    names.removeIf(
        name ->
            name.equals("_sync_hash")
                || name.equals("_sync_xid")
                || name.startsWith("_sync_") && isNowhere(rows.at(name)));
    return names;
  }

  private static boolean isNowhere(Sides column) {
    return List.of(column.base(), column.source(), column.target()).stream()
        .allMatch(side -> side.filter(value -> !value.isNull()).isEmpty());
  }

  private static String mark(Sides column) {
    if (column.areEqual()) {
      return " ";
    }
    if (column.base().isEmpty()) {
      return "!";
    }
    return switch (column.changer()) {
      case SOURCE -> "<";
      case TARGET -> ">";
      case BOTH -> "!";
    };
  }

  private static String shown(Optional<JsonNode> row, String column) {
    return row.isEmpty()
        ? "-"
        : shortened(
            Optional.ofNullable(row.get().get(column))
                .map(value -> value.isTextual() ? value.textValue() : value.toString())
                .orElse(""));
  }

  /** Lines such as {@code chat.title: "a" -> source "b", target "c"}. */
  private static List<String> places(Sides rows) {
    List<String> lines = new ArrayList<>();
    for (String column : rows.names()) {
      Sides sides = rows.at(column);
      if (!ASIDE.contains(column) && sides.haveContent()) {
        sides.differences(column, (place, differing) -> lines.add(line(place, differing)));
      }
    }
    if (lines.isEmpty()) {
      return lines;
    }
    List<String> shown = new ArrayList<>(List.of(""));
    shown.addAll(lines.subList(0, Math.min(MOST_PLACES, lines.size())));
    if (lines.size() > MOST_PLACES) {
      shown.add("  and " + Quantities.counted(lines.size() - MOST_PLACES, "more place"));
    }
    return shown;
  }

  private static String line(String place, Sides sides) {
    return "  %s: %s -> source %s, target %s"
        .formatted(place, json(sides.base()), json(sides.source()), json(sides.target()));
  }

  private static String json(Optional<JsonNode> value) {
    return shortened(value.map(JsonNode::toString).orElse("nothing"));
  }

  private static String shortened(String text) {
    return text.length() <= WIDTH ? text : text.substring(0, WIDTH - 3) + "...";
  }
}
