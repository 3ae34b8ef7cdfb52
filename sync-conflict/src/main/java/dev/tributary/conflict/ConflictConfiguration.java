package dev.tributary.conflict;

import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.api.ConflictResolver;
import dev.tributary.api.ConflictStrategy;
import dev.tributary.api.Json;
import dev.tributary.conflict.internal.json.JsonNode;
import dev.tributary.conflict.internal.json.JsonReader;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which strategy decides the conflicts of which table. Read strictly: whatever is not known is an
 * error that names its place, all of them in one message, and nothing of it is used.
 *
 * <p>A table that the configuration does not name goes by its defaults; where {@code newest_wins}
 * is the default and the table has no such column, its conflicts wait for a person.
 */
public final class ConflictConfiguration {
  static final List<String> KEYS = keys();
  private static final MergeRules NO_RULES =
      new MergeRules(Map.of(), MergeRule.of(MergeRule.Kind.NEWEST_WINS));
  private static final TableRules BUILT_IN =
      new TableRules(
          "$",
          ConflictStrategy.NEWEST_WINS,
          CompareField.of("updated_at"),
          false,
          DeleteRules.defaults(),
          NO_RULES,
          Optional.empty(),
          false);

  private final Map<String, TableRules> tables;
  private final TableRules otherwise;
  private final String version;

  private ConflictConfiguration(
      Map<String, TableRules> tables, TableRules otherwise, String version) {
    this.tables = tables;
    this.otherwise = otherwise;
    this.version = version;
  }

  private static List<String> keys() {
    List<String> keys = new ArrayList<>(List.of("default_strategy", "default_compare_field"));
    keys.addAll(TableRulesReader.COMPARE_KEYS);
    keys.addAll(TableRulesReader.DELETE_KEYS);
    keys.addAll(List.of("notify", "table_strategies"));
    return List.copyOf(keys);
  }

  /** {@code newest_wins} on {@code updated_at} for every table that has it. */
  public static ConflictConfiguration builtIn() {
    return new ConflictConfiguration(Map.of(), BUILT_IN, "built-in");
  }

  /**
   * @throws ConfigurationInvalid with everything that is wrong
   */
  public static ConflictConfiguration read(Json json) {
    return read(json, Map.of());
  }

  /**
   * @param resolvers for strategy {@code custom}, by the name that the configuration uses; other
   *     names are those of classes
   */
  public static ConflictConfiguration read(Json json, Map<String, ConflictResolver> resolvers) {
    Problems problems = new Problems();
    JsonNode root =
        JsonReader.read(json.text())
            .orElseThrow(() -> Setting.noJson(JsonReader.problem(json.text()).orElse("")));
    TableRulesReader reader = new TableRulesReader(problems, new CustomResolvers(resolvers));
    Map<String, Setting> keys = Setting.root(root, problems).members(KEYS);
    TableRules all = defaults(keys, reader);
    Map<String, TableRules> tables = new LinkedHashMap<>();
    if (keys.containsKey("table_strategies")) {
      keys.get("table_strategies")
          .members()
          .forEach((table, setting) -> tables.put(table, reader.read(setting, all)));
    }
    requireDifferent(tables, problems);
    problems.require("the conflict configuration is not valid");
    return new ConflictConfiguration(tables, all, version(json));
  }

  private static TableRules defaults(Map<String, Setting> keys, TableRulesReader reader) {
    Optional<String> field = TableRulesReader.value(keys, "default_compare_field", Setting::text);
    CompareField compare = reader.compare(keys, BUILT_IN.compare());
    return new TableRules(
        "$",
        TableRulesReader.value(keys, "default_strategy", ConflictConfiguration::strategyForAll)
            .orElse(BUILT_IN.strategy()),
        field.map(column -> TableRulesReader.named(column, compare)).orElse(compare),
        field.isPresent(),
        reader.deletes(keys, BUILT_IN.deletes()),
        NO_RULES,
        Optional.empty(),
        TableRulesReader.value(keys, "notify", Setting::flag).orElse(false));
  }

  private static Optional<ConflictStrategy> strategyForAll(Setting setting) {
    ConflictStrategy[] choices =
        Arrays.stream(ConflictStrategy.values())
            .filter(strategy -> strategy != ConflictStrategy.CUSTOM)
            .toArray(ConflictStrategy[]::new);
    return setting.choice(choices, ConflictStrategy::word);
  }

  /** SQLite ignores the case of names. */
  private static void requireDifferent(Map<String, TableRules> tables, Problems problems) {
    Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    tables.forEach(
        (table, rules) -> {
          if (!names.add(table)) {
            problems.add(rules.path(), "the table is there twice");
          }
        });
  }

  private static String version(Json json) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(json.text().getBytes(StandardCharsets.UTF_8));
      return "sha256:" + HexFormat.of().formatHex(digest, 0, 6);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** The start of the digest of the configuration's text; goes into the conflict log. */
  public String version() {
    return version;
  }

  /** Decides by this configuration. */
  public ConflictResolver resolver() {
    Map<String, ConflictResolver> resolvers = new LinkedHashMap<>();
    Set<String> notified = new TreeSet<>();
    tables.forEach(
        (table, rules) -> {
          resolvers.put(table, rules.resolver());
          if (rules.notifies()) {
            notified.add(table);
          }
        });
    return new PerTable(resolvers, otherwise.resolver(), notified, version);
  }

  /**
   * Checks that every table and field that is named exists.
   *
   * @param columns of each table, by the names of the source
   * @throws ConfigurationInvalid with everything that does not fit
   */
  public void requireFits(Map<String, List<String>> columns) {
    Problems problems = new Problems();
    SchemaCheck check = new SchemaCheck(columns, problems);
    tables.forEach(check::table);
    check.defaults(otherwise);
    problems.require("the conflict configuration does not fit the tables");
  }
}
