package dev.tributary.server.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Where source and target of a conflict differ, field by field, inside JSON place by place. */
public final class FieldDifferences {
  private static final int MOST = 500;
  private static final Set<String> OURS = Set.of("_sync_hash", "_sync_xid");
  private static final JsonMapper EXACT =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private final List<Map<String, Object>> found = new ArrayList<>();

  private FieldDifferences() {}

  /**
   * Documents with {@code place}, {@code changed_by} (source, target or both) and the sides that
   * have a value there, at most {@value #MOST}. An image that is no JSON object counts as no row.
   */
  public static List<Map<String, Object>> of(
      Optional<String> base, Optional<String> source, Optional<String> target) {
    FieldDifferences differences = new FieldDifferences();
    Sides rows = new Sides(row(base), row(source), row(target));
    for (String name : names(rows)) {
      if (!OURS.contains(name)) {
        differences.walk(name, rows.at(name));
      }
    }
    return List.copyOf(differences.found);
  }

  private record Sides(
      Optional<JsonNode> base, Optional<JsonNode> source, Optional<JsonNode> target) {
    Sides at(String name) {
      return new Sides(get(base, name), get(source, name), get(target, name));
    }

    Sides at(int index) {
      return new Sides(get(base, index), get(source, index), get(target, index));
    }

    private static Optional<JsonNode> get(Optional<JsonNode> side, String name) {
      return side.flatMap(node -> Optional.ofNullable(node.get(name)));
    }

    private static Optional<JsonNode> get(Optional<JsonNode> side, int index) {
      return side.flatMap(node -> Optional.ofNullable(node.get(index)));
    }

    boolean areEqual() {
      return source.equals(target);
    }

    boolean areObjects() {
      return source.filter(JsonNode::isObject).isPresent()
          && target.filter(JsonNode::isObject).isPresent();
    }

    boolean areArrays() {
      return source.filter(JsonNode::isArray).isPresent()
          && target.filter(JsonNode::isArray).isPresent();
    }

    String changedBy() {
      return base.equals(source) ? "target" : base.equals(target) ? "source" : "both";
    }
  }

  private void walk(String place, Sides sides) {
    if (sides.areEqual() || found.size() == MOST) {
      return;
    }
    if (sides.areObjects()) {
      names(sides).forEach(name -> walk(place + "." + name, sides.at(name)));
    } else if (sides.areArrays()) {
      int size = Math.max(sides.source().get().size(), sides.target().get().size());
      for (int i = 0; i < size; i++) {
        walk("%s[%d]".formatted(place, i), sides.at(i));
      }
    } else {
      found.add(document(place, sides));
    }
  }

  private static Map<String, Object> document(String place, Sides sides) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("place", place);
    document.put("changed_by", sides.changedBy());
    sides.base().ifPresent(value -> document.put("base", value));
    sides.source().ifPresent(value -> document.put("source", value));
    sides.target().ifPresent(value -> document.put("target", value));
    return document;
  }

  private static Set<String> names(Sides sides) {
    Set<String> names = new LinkedHashSet<>();
    for (Optional<JsonNode> side : List.of(sides.source(), sides.target())) {
      side.ifPresent(node -> node.fieldNames().forEachRemaining(names::add));
    }
    return names;
  }

  private static Optional<JsonNode> row(Optional<String> image) {
    try {
      return image.isEmpty()
          ? Optional.empty()
          : Optional.of(EXACT.readTree(image.get())).filter(JsonNode::isObject);
    } catch (JsonProcessingException e) {
      return Optional.empty(); // deeper than a parser goes; the image itself is in the answer
    }
  }
}
