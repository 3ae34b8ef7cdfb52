package dev.tributary.conflict;

import dev.tributary.api.Side;
import dev.tributary.conflict.internal.json.JsonMeaning;
import dev.tributary.conflict.internal.json.JsonNode;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Merges arrays and objects as sets whose elements have a key: an element that one side added is
 * kept, one that a side removed and the other left alone is gone, one that both changed is merged
 * in itself. Never a concatenation: the same merge again changes nothing.
 *
 * <p>The key of an object's member is its name, that of an element what the rule's key leads to,
 * else its content and which of its equals it is.
 */
final class KeyedMerge {
  private static final String ID = "id ";
  private static final String OF = " of ";

  private final JsonMerge merge;
  private final FieldLog log;
  private final EpochUnit unit;

  KeyedMerge(JsonMerge merge, FieldLog log, EpochUnit unit) {
    this.merge = merge;
    this.log = log;
    this.unit = unit;
  }

  Optional<String> merge(MergeRule rule, FieldPath place, Three three, Optional<Side> newer) {
    if (areSets(three, JsonNode.Members.class)) {
      return members(rule, place, three, newer);
    }
    if (areSets(three, JsonNode.Array.class)) {
      return elements(rule, place, three, newer);
    }
    return merge.undecided(place, rule.kind(), three, "neither two arrays nor two objects");
  }

  /** Nothing and null count as an empty set, but one side must say of what. */
  private static boolean areSets(Three three, Class<? extends JsonNode> shape) {
    List<JsonNode> said =
        Stream.of(three.source(), three.target())
            .flatMap(Optional::stream)
            .filter(node -> !JsonNode.isNull(node))
            .toList();
    return !said.isEmpty() && said.stream().allMatch(shape::isInstance);
  }

  private Optional<String> members(
      MergeRule rule, FieldPath place, Three three, Optional<Side> newer) {
    Optional<Map<String, Part>> source = membersOf(three.source());
    Optional<Map<String, Part>> target = membersOf(three.target());
    if (source.isEmpty() || target.isEmpty()) {
      return merge.undecided(place, rule.kind(), three, "a name is there twice");
    }
    Sets sets = new Sets(base(three, membersOf(three.base())), source.get(), target.get());
    return Optional.of("{" + joined(rule, place, sets, newer) + "}");
  }

  private Optional<String> elements(
      MergeRule rule, FieldPath place, Three three, Optional<Side> newer) {
    Optional<Map<String, Part>> source = elementsOf(three.source(), rule);
    Optional<Map<String, Part>> target = elementsOf(three.target(), rule);
    if (source.isEmpty() || target.isEmpty()) {
      return merge.undecided(place, rule.kind(), three, "two elements have the same key");
    }
    Optional<Map<String, Part>> base = base(three, elementsOf(three.base(), rule));
    base.ifPresent(parts -> parts.keySet().removeIf(recounted(parts, source.get(), target.get())));
    Sets sets = new Sets(base, source.get(), target.get());
    return Optional.of("[" + joined(rule, place, sets, newer) + "]");
  }

  /**
   * Equal elements have no identity, only a number. Where both sides changed it, the greater one
   * stands: else a merge that takes one away and adds one looks like the base, and the same merge
   * again would take away the other.
   */
  private static Predicate<String> recounted(
      Map<String, Part> base, Map<String, Part> source, Map<String, Part> target) {
    Map<String, Long> before = counts(base);
    Map<String, Long> here = counts(source);
    Map<String, Long> there = counts(target);
    return key -> {
      String content = content(key);
      long was = before.getOrDefault(content, 0L);
      return here.getOrDefault(content, 0L) != was && there.getOrDefault(content, 0L) != was;
    };
  }

  private static Map<String, Long> counts(Map<String, Part> parts) {
    return parts.keySet().stream()
        .collect(Collectors.groupingBy(KeyedMerge::content, Collectors.counting()));
  }

  /** Of the key of an element without an id; an id is its own. */
  private static String content(String key) {
    int of = key.indexOf(OF);
    return key.startsWith(ID) || of < 0 ? key : key.substring(of);
  }

  private static Optional<Map<String, Part>> base(Three three, Optional<Map<String, Part>> parts) {
    return three.baseKnown() ? parts : Optional.empty();
  }

  /** A member or an element, and what stands around its value. */
  private record Part(JsonNode value, String before, String after) {
    String with(String text) {
      return before + text + after;
    }
  }

  /**
   * @param base empty: not known
   */
  private record Sets(
      Optional<Map<String, Part>> base, Map<String, Part> source, Map<String, Part> target) {
    Three at(String key) {
      return new Three(
          base.isPresent(),
          base.map(parts -> parts.get(key)).map(Part::value),
          Optional.ofNullable(source.get(key)).map(Part::value),
          Optional.ofNullable(target.get(key)).map(Part::value));
    }
  }

  private String joined(MergeRule rule, FieldPath place, Sets sets, Optional<Side> newer) {
    List<String> parts = new ArrayList<>();
    sets.target()
        .forEach(
            (key, part) ->
                one(rule, place, sets, key, newer).map(part::with).ifPresent(parts::add));
    for (String key : addedBySource(rule, sets)) {
      Part part = sets.source().get(key);
      one(rule, place, sets, key, newer).map(part::with).ifPresent(parts::add);
    }
    log.merged(place, rule.kind().word());
    return String.join(",", parts);
  }

  private List<String> addedBySource(MergeRule rule, Sets sets) {
    List<String> keys = new ArrayList<>(sets.source().keySet());
    keys.removeAll(sets.target().keySet());
    Map<String, BigInteger> times = new HashMap<>();
    keys.forEach(
        key -> time(sets.source().get(key).value(), rule).ifPresent(t -> times.put(key, t)));
    if (rule.kind() == MergeRule.Kind.APPEND && times.size() == keys.size()) {
      keys.sort(Comparator.comparing((String key) -> times.get(key)).thenComparing(key -> key));
    }
    return keys;
  }

  private Optional<String> one(
      MergeRule rule, FieldPath place, Sets sets, String key, Optional<Side> newer) {
    Three three = sets.at(key);
    Optional<Side> undisputed = three.undisputed();
    if (undisputed.isPresent()) {
      return three.textOf(undisputed.get());
    }
    FieldPath element = place.child(key);
    Optional<Side> only = three.only();
    if (only.isPresent()) {
      if (three.base().isPresent()) {
        log.took(only.get(), element, rule.kind().word(), "the other side removed it: kept");
      }
      return three.textOf(only.get());
    }
    Optional<Side> newerElement = newerElement(rule, three).or(() -> newer);
    return three.areObjects()
        ? merge.members(element, three, newerElement)
        : merge.merge(element, three, newerElement);
  }

  /** By the elements' own times, where both have one. */
  private Optional<Side> newerElement(MergeRule rule, Three three) {
    Optional<BigInteger> source = three.source().flatMap(node -> time(node, rule));
    Optional<BigInteger> target = three.target().flatMap(node -> time(node, rule));
    if (source.isEmpty() || target.isEmpty() || source.equals(target)) {
      return Optional.empty();
    }
    return Optional.of(source.get().compareTo(target.get()) > 0 ? Side.SOURCE : Side.TARGET);
  }

  private Optional<BigInteger> time(JsonNode element, MergeRule rule) {
    return JsonNode.at(element, rule.timestamp())
        .flatMap(node -> StoredTime.nanos(JsonNode.string(node).orElse(node.text()), unit));
  }

  /** Empty: a name is there twice. */
  private static Optional<Map<String, Part>> membersOf(Optional<JsonNode> node) {
    Map<String, Part> parts = new LinkedHashMap<>();
    if (node.isPresent() && node.get() instanceof JsonNode.Members object) {
      for (JsonNode.Member member : object.members()) {
        Part part = new Part(member.value(), member.before(), member.after());
        if (parts.put(member.name(), part) != null) {
          return Optional.empty();
        }
      }
    }
    return Optional.of(parts);
  }

  /** Empty: two elements have the same key. */
  private static Optional<Map<String, Part>> elementsOf(Optional<JsonNode> node, MergeRule rule) {
    Map<String, Part> parts = new LinkedHashMap<>();
    if (node.isPresent() && node.get() instanceof JsonNode.Array array) {
      Map<String, Integer> equals = new HashMap<>();
      for (JsonNode.Element element : array.elements()) {
        Part part = new Part(element.value(), element.before(), element.after());
        if (parts.put(key(element.value(), rule, equals), part) != null) {
          return Optional.empty();
        }
      }
    }
    return Optional.of(parts);
  }

  private static String key(JsonNode element, MergeRule rule, Map<String, Integer> equals) {
    Optional<JsonNode> id =
        JsonNode.at(element, rule.key())
            .filter(node -> node instanceof JsonNode.Scalar && !JsonNode.isNull(node));
    if (id.isPresent() && element instanceof JsonNode.Members) {
      return ID + JsonMeaning.canonical(id.get());
    }
    String content = JsonMeaning.canonical(element);
    return equals.merge(content, 1, Integer::sum) + OF + content;
  }
}
