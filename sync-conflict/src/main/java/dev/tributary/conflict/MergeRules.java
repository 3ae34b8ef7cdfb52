package dev.tributary.conflict;

import dev.tributary.api.ConfigurationInvalid;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The rules of one table by field, and what is done where none is given. */
public final class MergeRules {
  private final Map<FieldPath, MergeRule> rules;
  private final MergeRule otherwise;

  MergeRules(Map<FieldPath, MergeRule> rules, MergeRule otherwise) {
    this.rules = Map.copyOf(rules);
    this.otherwise = Objects.requireNonNull(otherwise, "otherwise");
  }

  /**
   * @param rules by column or path, as in the configuration
   * @param otherwise for fields that both sides changed and no rule names
   */
  public static MergeRules of(Map<String, MergeRule> rules, MergeRule.Kind otherwise) {
    Map<FieldPath, MergeRule> byPath = new LinkedHashMap<>();
    rules.forEach(
        (text, rule) ->
            byPath.put(
                FieldPath.parse(text)
                    .orElseThrow(
                        () -> new ConfigurationInvalid("'" + text + "' is no path of a field")),
                rule));
    return new MergeRules(byPath, MergeRule.of(otherwise));
  }

  /** The rule that means this place most exactly. */
  Optional<MergeRule> at(FieldPath place) {
    return rules.entrySet().stream()
        .filter(entry -> entry.getKey().matches(place))
        .max(
            Comparator.comparingLong(
                    (Map.Entry<FieldPath, MergeRule> entry) -> entry.getKey().names())
                .thenComparing(entry -> entry.getKey().toString()))
        .map(Map.Entry::getValue);
  }

  /** Whether a rule means something inside of this place. */
  boolean below(FieldPath place) {
    return rules.keySet().stream().anyMatch(path -> path.isBelow(place));
  }

  MergeRule otherwise() {
    return otherwise;
  }

  Iterable<FieldPath> paths() {
    return rules.keySet().stream().sorted(Comparator.comparing(FieldPath::toString)).toList();
  }
}
