package dev.tributary.conflict;

import dev.tributary.api.ConflictResolver;
import dev.tributary.api.ConflictStrategy;
import dev.tributary.api.Side;
import dev.tributary.conflict.DeleteRules.DeleteVsUpdate;
import dev.tributary.conflict.DeleteRules.UpdateVsDelete;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Reads what the configuration says of one table, or of all. */
final class TableRulesReader {
  static final List<String> COMPARE_KEYS = List.of("unit", "max_clock_skew", "tie_break");
  static final List<String> DELETE_KEYS = List.of("delete_vs_update", "update_vs_delete");
  static final List<String> TABLE_KEYS =
      List.of(
          "strategy",
          "compare_field",
          "unit",
          "max_clock_skew",
          "tie_break",
          "delete_vs_update",
          "update_vs_delete",
          "merge_rules",
          "default_rule",
          "resolver",
          "notify");
  static final List<String> RULE_KEYS = List.of("rule", "key", "timestamp");

  private final Problems problems;
  private final CustomResolvers custom;

  TableRulesReader(Problems problems, CustomResolvers custom) {
    this.problems = problems;
    this.custom = custom;
  }

  /** What a table says goes before what is said for all. */
  TableRules read(Setting table, TableRules all) {
    Map<String, Setting> keys = table.members(TABLE_KEYS);
    ConflictStrategy strategy =
        value(keys, "strategy", s -> s.choice(ConflictStrategy.values(), ConflictStrategy::word))
            .orElse(all.strategy());
    requireFit(keys, strategy);
    Optional<String> field = value(keys, "compare_field", Setting::text);
    CompareField compare = compare(keys, all.compare());
    return new TableRules(
        table.path(),
        strategy,
        field.map(column -> named(column, compare)).orElse(compare),
        field.isPresent(),
        deletes(keys, all.deletes()),
        mergeRules(keys, all.merge()),
        resolver(table, keys, strategy),
        value(keys, "notify", Setting::flag).orElse(all.notifies()));
  }

  static CompareField named(String column, CompareField like) {
    return new CompareField(column, like.unit(), like.maxClockSkew(), like.tieBreak());
  }

  /** Unit, skew and tie break. */
  CompareField compare(Map<String, Setting> keys, CompareField all) {
    return new CompareField(
        all.column(),
        value(keys, "unit", s -> s.choice(EpochUnit.values(), EpochUnit::word)).orElse(all.unit()),
        value(keys, "max_clock_skew", Setting::duration).orElse(all.maxClockSkew()),
        value(keys, "tie_break", s -> s.choice(Side.values(), TableRulesReader::word))
            .orElse(all.tieBreak()));
  }

  DeleteRules deletes(Map<String, Setting> keys, DeleteRules all) {
    return new DeleteRules(
        value(
                keys,
                "delete_vs_update",
                s -> s.choice(DeleteVsUpdate.values(), TableRulesReader::word))
            .orElse(all.deleteVsUpdate()),
        value(
                keys,
                "update_vs_delete",
                s -> s.choice(UpdateVsDelete.values(), TableRulesReader::word))
            .orElse(all.updateVsDelete()));
  }

  private MergeRules mergeRules(Map<String, Setting> keys, MergeRules all) {
    MergeRule otherwise =
        value(keys, "default_rule", s -> s.choice(MergeRule.Kind.values(), MergeRule.Kind::word))
            .map(MergeRule::of)
            .orElse(all.otherwise());
    Map<FieldPath, MergeRule> rules = new LinkedHashMap<>();
    if (keys.containsKey("merge_rules")) {
      keys.get("merge_rules").members().forEach((field, rule) -> rule(field, rule, rules));
    }
    return new MergeRules(rules, otherwise);
  }

  private void rule(String field, Setting setting, Map<FieldPath, MergeRule> rules) {
    Optional<FieldPath> path = FieldPath.parse(field);
    if (path.isEmpty()) {
      problems.add(
          setting.path(),
          "is no field: write a column, or column.name.name for a place in its JSON");
      return;
    }
    rule(setting)
        .ifPresent(
            rule -> {
              if (rules.keySet().stream().anyMatch(path.get()::isSame)) {
                problems.add(setting.path(), "the same field is there twice");
              }
              rules.put(path.get(), rule);
            });
  }

  private Optional<MergeRule> rule(Setting setting) {
    if (setting.isText()) {
      return setting.choice(MergeRule.Kind.values(), MergeRule.Kind::word).map(MergeRule::of);
    }
    Map<String, Setting> keys = setting.members(RULE_KEYS);
    if (keys.isEmpty()) {
      return Optional.empty();
    }
    if (!keys.containsKey("rule")) {
      problems.add(setting.path(), "rule is missing");
    }
    return value(keys, "rule", s -> s.choice(MergeRule.Kind.values(), MergeRule.Kind::word))
        .map(kind -> withKeys(MergeRule.of(kind), keys));
  }

  private MergeRule withKeys(MergeRule rule, Map<String, Setting> keys) {
    boolean isSet = rule.kind() == MergeRule.Kind.UNION || rule.kind() == MergeRule.Kind.APPEND;
    for (String key : List.of("key", "timestamp")) {
      if (keys.containsKey(key) && !isSet) {
        problems.add(keys.get(key).path(), "is for the rules union and append only");
      }
    }
    return new MergeRule(
        rule.kind(),
        value(keys, "key", Setting::names).orElse(rule.key()),
        value(keys, "timestamp", Setting::names).orElse(rule.timestamp()));
  }

  private Optional<ConflictResolver> resolver(
      Setting table, Map<String, Setting> keys, ConflictStrategy strategy) {
    if (strategy != ConflictStrategy.CUSTOM) {
      return Optional.empty();
    }
    if (!keys.containsKey("resolver")) {
      problems.add(table.path(), "strategy custom needs a resolver: the name of a class");
      return Optional.empty();
    }
    return keys.get("resolver").text().flatMap(name -> custom.find(name, keys.get("resolver")));
  }

  /** A key that the strategy never looks at is a misunderstanding. */
  private void requireFit(Map<String, Setting> keys, ConflictStrategy strategy) {
    keys.forEach(
        (key, setting) -> {
          boolean fits =
              switch (key) {
                case "merge_rules", "default_rule" -> strategy == ConflictStrategy.MERGE;
                case "resolver" -> strategy == ConflictStrategy.CUSTOM;
                case "compare_field", "unit", "max_clock_skew", "tie_break" -> compares(strategy);
                case "delete_vs_update", "update_vs_delete" -> compares(strategy);
                default -> true;
              };
          if (!fits) {
            problems.add(setting.path(), "means nothing with strategy " + strategy.word());
          }
        });
  }

  private static boolean compares(ConflictStrategy strategy) {
    return strategy == ConflictStrategy.NEWEST_WINS || strategy == ConflictStrategy.MERGE;
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  static <T> Optional<T> value(
      Map<String, Setting> keys, String key, Function<Setting, Optional<T>> read) {
    return Optional.ofNullable(keys.get(key)).flatMap(read);
  }
}
