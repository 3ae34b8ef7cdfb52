package dev.tributary.conflict;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Compares a configuration with the tables that are there. */
final class SchemaCheck {
  // What many look for as a column, and where Open WebUI keeps it: within the JSON of chat.chat.
  private static final Map<String, String> KNOWN_PLACES =
      Map.of(
          "chat.messages", "chat.history.messages",
          "chat.history", "chat.history",
          "chat.currentId", "chat.history.currentId");

  private final Map<String, List<String>> tables = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private final Problems problems;

  SchemaCheck(Map<String, List<String>> tables, Problems problems) {
    this.tables.putAll(tables);
    this.problems = problems;
  }

  void table(String name, TableRules rules) {
    List<String> columns = tables.get(name);
    if (columns == null) {
      problems.add(
          rules.path(), "there is no table " + name + Problems.nearest(name, tables.keySet()));
      return;
    }
    String compare = rules.compare().column();
    if ((rules.needsCompareField() || rules.compareSaid()) && !has(columns, compare)) {
      problems.add(
          rules.path(),
          "strategy %s compares %s, which table %s does not have%s"
              .formatted(
                  rules.strategy().word(), compare, name, Problems.nearest(compare, columns)));
    }
    for (FieldPath path : rules.merge().paths()) {
      if (!has(columns, path.column())) {
        problems.add(rules.path() + ".merge_rules." + path, missing(name, columns, path));
      }
    }
  }

  /** A column that is named for all tables must be in one of them at least. */
  void defaults(TableRules rules) {
    boolean nowhere =
        tables.values().stream().noneMatch(columns -> has(columns, rules.compare().column()));
    if (rules.compareSaid() && !tables.isEmpty() && nowhere) {
      problems.add("$.default_compare_field", "no table has a column " + rules.compare().column());
    }
  }

  private static String missing(String table, List<String> columns, FieldPath path) {
    Optional<String> place =
        Optional.ofNullable(KNOWN_PLACES.get(table.toLowerCase(Locale.ROOT) + "." + path))
            .filter(known -> has(columns, known.substring(0, known.indexOf('.'))));
    return "%s has no column %s%s"
        .formatted(
            table,
            path.column(),
            place
                .map(known -> "; did you mean " + known + "?")
                .orElseGet(() -> Problems.nearest(path.column(), columns)));
  }

  private static boolean has(List<String> columns, String name) {
    return columns.stream().anyMatch(column -> column.equalsIgnoreCase(name));
  }
}
