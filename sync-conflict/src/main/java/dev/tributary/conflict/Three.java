package dev.tributary.conflict;

import dev.tributary.api.Side;
import dev.tributary.conflict.internal.json.JsonMeaning;
import dev.tributary.conflict.internal.json.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One place of a JSON value on three sides; empty where a side has nothing there.
 *
 * @param baseKnown false: an empty base says nothing
 */
record Three(
    boolean baseKnown,
    Optional<JsonNode> base,
    Optional<JsonNode> source,
    Optional<JsonNode> target) {

  /** The side whose value stands because the other did nothing, or did the same. */
  Optional<Side> undisputed() {
    if (same(source, target)) {
      return Optional.of(Side.TARGET);
    }
    if (!baseKnown) {
      return Optional.empty();
    }
    if (same(source, base)) {
      return Optional.of(Side.TARGET);
    }
    return same(target, base) ? Optional.of(Side.SOURCE) : Optional.empty();
  }

  private static boolean same(Optional<JsonNode> one, Optional<JsonNode> other) {
    return one.isPresent() && other.isPresent()
        ? JsonMeaning.same(one.get(), other.get())
        : one.isEmpty() && other.isEmpty();
  }

  Optional<JsonNode> of(Side side) {
    return side == Side.SOURCE ? source : target;
  }

  Optional<String> textOf(Side side) {
    return of(side).map(JsonNode::text);
  }

  /** The side that has something there, if only one has. */
  Optional<Side> only() {
    if (source.isPresent() == target.isPresent()) {
      return Optional.empty();
    }
    return Optional.of(source.isPresent() ? Side.SOURCE : Side.TARGET);
  }

  /** Whether both sides are objects. */
  boolean areObjects() {
    return isObject(source) && isObject(target);
  }

  private static boolean isObject(Optional<JsonNode> node) {
    return node.isPresent() && node.get() instanceof JsonNode.Members;
  }

  /** Names that a side has more than once. */
  Set<String> doubledNames() {
    Set<String> doubled = new HashSet<>();
    for (Optional<JsonNode> side : List.of(base, source, target)) {
      if (side.isPresent() && side.get() instanceof JsonNode.Members object) {
        doubled.addAll(object.doubledNames());
      }
    }
    return doubled;
  }

  /** The member of each side; a base that is no object has none. */
  Three member(String name) {
    return new Three(baseKnown, find(base, name), find(source, name), find(target, name));
  }

  /** All members of a doubled name, as if they were one value. */
  Three group(String name) {
    return new Three(baseKnown, group(base, name), group(source, name), group(target, name));
  }

  private static Optional<JsonNode> group(Optional<JsonNode> node, String name) {
    return node.flatMap(n -> n instanceof JsonNode.Members o ? o.group(name) : Optional.empty());
  }

  private static Optional<JsonNode> find(Optional<JsonNode> node, String name) {
    return node.flatMap(n -> n instanceof JsonNode.Members o ? o.find(name) : Optional.empty());
  }
}
