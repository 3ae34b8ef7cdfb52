package dev.tributary.server.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A value as the base, the source and the target of a conflict have it: a row, a column, or a place
 * inside its JSON. Numbers are compared and shown with every digit.
 */
record Sides(Optional<JsonNode> base, Optional<JsonNode> source, Optional<JsonNode> target) {
  private static final JsonMapper EXACT =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  enum Changer {
    SOURCE,
    TARGET,
    BOTH
  }

  /** A row image; empty where there is none, or where it is no JSON object that can be read. */
  static Optional<JsonNode> row(Optional<String> image) {
    try {
      return image.isEmpty()
          ? Optional.empty()
          : Optional.of(EXACT.readTree(image.get())).filter(JsonNode::isObject);
    } catch (JsonProcessingException e) {
      return Optional.empty(); // deeper than a parser goes; the image itself is in the answer
    }
  }

  Sides at(String name) {
    return new Sides(get(base, name), get(source, name), get(target, name));
  }

  private Sides at(int index) {
    return new Sides(get(base, index), get(source, index), get(target, index));
  }

  private static Optional<JsonNode> get(Optional<JsonNode> side, String name) {
    return side.flatMap(node -> Optional.ofNullable(node.get(name)));
  }

  private static Optional<JsonNode> get(Optional<JsonNode> side, int index) {
    return side.flatMap(node -> Optional.ofNullable(node.get(index)));
  }

  /** The names that source and target have, in their order. */
  Set<String> names() {
    Set<String> names = new LinkedHashSet<>();
    for (Optional<JsonNode> side : List.of(source, target)) {
      side.ifPresent(node -> node.fieldNames().forEachRemaining(names::add));
    }
    return names;
  }

  boolean areEqual() {
    return source.equals(target);
  }

  /** Whether both hold an object or an array, in which the places that differ can be named. */
  boolean haveContent() {
    return both(JsonNode::isContainerNode);
  }

  private boolean both(Predicate<JsonNode> kind) {
    return Stream.of(source, target).allMatch(side -> side.filter(kind).isPresent());
  }

  /** Who changed the value, seen from the base. */
  Changer changer() {
    return base.equals(source)
        ? Changer.TARGET
        : base.equals(target) ? Changer.SOURCE : Changer.BOTH;
  }

  /** Calls {@code each} for every place at or below this one where source and target differ. */
  void differences(String place, BiConsumer<String, Sides> each) {
    if (areEqual()) {
      return;
    }
    if (both(JsonNode::isObject)) {
      names().forEach(name -> at(name).differences(place + "." + name, each));
    } else if (both(JsonNode::isArray)) {
      int size = Math.max(source.get().size(), target.get().size());
      for (int i = 0; i < size; i++) {
        at(i).differences("%s[%d]".formatted(place, i), each);
      }
    } else {
      each.accept(place, this);
    }
  }
}
