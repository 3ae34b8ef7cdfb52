package dev.tributary.core.internal.schema;

import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.core.internal.table.SourceColumn;
import dev.tributary.core.internal.table.SourceName;
import dev.tributary.core.internal.table.SourceSchema;
import dev.tributary.core.internal.table.SourceTable;
import dev.tributary.core.internal.table.TargetType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The types that a person asked for, by {@code table.column}.
 *
 * <p>Each must name something that is there: a spelling mistake must not pass silently.
 */
final class TypeOverrides {
  private final Map<String, TargetType> byColumn = new LinkedHashMap<>();
  private final List<String> names;

  TypeOverrides(Map<String, String> words) {
    names = List.copyOf(words.keySet());
    words.forEach((name, word) -> byColumn.put(SourceName.folded(name), type(name, word)));
  }

  Optional<TargetType> of(SourceTable table, SourceColumn column) {
    return Optional.ofNullable(byColumn.get(key(table, column)));
  }

  void check(SourceSchema schema) {
    names.forEach(name -> check(name, schema));
  }

  private static TargetType type(String name, String word) {
    try {
      return TargetType.ofWord(word);
    } catch (ConfigurationInvalid e) {
      throw new ConfigurationInvalid("column '%s': %s".formatted(name, e.getMessage()), e);
    }
  }

  private static void check(String name, SourceSchema schema) {
    List<SourceTable> tables =
        schema.tables().stream()
            .filter(table -> SourceName.folded(name).startsWith(prefix(table)))
            .toList();
    if (tables.isEmpty()) {
      throw new ConfigurationInvalid(
          "column '%s' has a type set, but no table fits; write table.column with one of %s"
              .formatted(name, schema.tables().stream().map(SourceTable::name).toList()));
    }
    if (tables.stream().noneMatch(table -> isColumn(name, table))) {
      throw new ConfigurationInvalid(
          "column '%s' has a type set, but table %s has only %s"
              .formatted(name, tables.get(0).name(), columns(tables.get(0))));
    }
  }

  private static boolean isColumn(String name, SourceTable table) {
    return table.columns().stream()
        .anyMatch(column -> key(table, column).equals(SourceName.folded(name)));
  }

  private static List<String> columns(SourceTable table) {
    return table.columns().stream().map(SourceColumn::name).toList();
  }

  private static String prefix(SourceTable table) {
    return SourceName.folded(table.name()) + '.';
  }

  private static String key(SourceTable table, SourceColumn column) {
    return prefix(table) + SourceName.folded(column.name());
  }
}
