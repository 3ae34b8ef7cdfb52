package dev.tributary.server.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Where the JSON inside of two rows differs, place by place. */
final class JsonDifferences {
  private static final int MOST = 40;
  private static final int WIDTH = 40;

  private JsonDifferences() {}

  /** Lines such as {@code chat.title: "a" -> source "b", target "c"}; the first {@value #MOST}. */
  static List<String> lines(
      Optional<JsonNode> base, Optional<JsonNode> source, Optional<JsonNode> target) {
    List<String> lines = new ArrayList<>();
    if (source.isPresent() && target.isPresent()) {
      for (String column : names(source, target)) {
        Optional<JsonNode> left = get(source, column);
        Optional<JsonNode> right = get(target, column);
        if (isContainer(left) && isContainer(right)) {
          compare(column, get(base, column), left, right, lines);
        }
      }
    }
    if (lines.size() > MOST) {
      int more = lines.size() - MOST;
      lines = new ArrayList<>(lines.subList(0, MOST));
      lines.add("  and " + Quantities.counted(more, "more place"));
    }
    if (!lines.isEmpty()) {
      lines.add(0, "");
    }
    return lines;
  }

  private static void compare(
      String place,
      Optional<JsonNode> base,
      Optional<JsonNode> source,
      Optional<JsonNode> target,
      List<String> lines) {
    if (source.equals(target)) {
      return;
    }
    boolean objects = isObject(source) && isObject(target);
    boolean arrays = isArray(source) && isArray(target);
    if (objects) {
      for (String name : names(source, target)) {
        compare(place + "." + name, get(base, name), get(source, name), get(target, name), lines);
      }
    } else if (arrays) {
      int size = Math.max(source.get().size(), target.get().size());
      for (int i = 0; i < size; i++) {
        compare(place + "[" + i + "]", at(base, i), at(source, i), at(target, i), lines);
      }
    } else {
      lines.add(
          "  %s: %s -> source %s, target %s"
              .formatted(place, shown(base), shown(source), shown(target)));
    }
  }

  private static Set<String> names(Optional<JsonNode> one, Optional<JsonNode> other) {
    Set<String> names = new LinkedHashSet<>();
    one.ifPresent(node -> node.fieldNames().forEachRemaining(names::add));
    other.ifPresent(node -> node.fieldNames().forEachRemaining(names::add));
    names.remove("_sync_extra");
    names.remove("_sync_null");
    return names;
  }

  private static boolean isContainer(Optional<JsonNode> node) {
    return node.filter(JsonNode::isContainerNode).isPresent();
  }

  private static boolean isObject(Optional<JsonNode> node) {
    return node.filter(JsonNode::isObject).isPresent();
  }

  private static boolean isArray(Optional<JsonNode> node) {
    return node.filter(JsonNode::isArray).isPresent();
  }

  private static Optional<JsonNode> get(Optional<JsonNode> node, String name) {
    return node.flatMap(n -> Optional.ofNullable(n.get(name)));
  }

  private static Optional<JsonNode> at(Optional<JsonNode> node, int index) {
    return node.flatMap(n -> Optional.ofNullable(n.get(index)));
  }

  private static String shown(Optional<JsonNode> node) {
    String text = node.map(JsonNode::toString).orElse("nothing");
    return text.length() <= WIDTH ? text : text.substring(0, WIDTH - 3) + "...";
  }
}
