package dev.tributary.test.sqlite;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Random changes of rows, as statements; none if the table at hand is not made for them. */
final class RandomRows {
  private final SqliteSession session;
  private final RandomText random;
  private final RandomLiterals literals;

  RandomRows(SqliteSession session, RandomText random, RandomLiterals literals) {
    this.session = session;
    this.random = random;
    this.literals = literals;
  }

  List<String> statements(OperationKind kind, TableShape table) {
    return switch (kind) {
      case INSERT -> insert(table, List.of());
      case INSERT_CORNER -> insertCorner(table);
      case SWAP_UNIQUE -> swapUnique(table);
      case SAVEPOINT -> savepoint(table);
      default -> table.address().isEmpty() ? List.of() : changeExisting(kind, table);
    };
  }

  private List<String> changeExisting(OperationKind kind, TableShape table) {
    int count = (int) session.number("SELECT count(*) FROM " + table.quoted());
    if (count == 0) {
      return List.of();
    }
    int from = random.below(count);
    String row = table.rows(from, 1);
    return switch (kind) {
      case UPDATE_IN_PLACE -> updateInPlace(table, row);
      case UPDATE_WITH_TIME -> updateWithTime(table, row);
      case BULK_UPDATE -> bulkUpdate(table, table.rows(from, 1 + random.below(count / 4 + 1)));
      case CHANGE_KEY -> changeKey(table, row);
      case INSERT_OR_REPLACE -> insertOrReplace(table, row);
      case UPSERT -> upsert(table, row);
      case DELETE_ONE -> List.of("DELETE FROM " + table.quoted() + " WHERE " + row);
      case DELETE_MANY ->
          List.of(
              "DELETE FROM "
                  + table.quoted()
                  + " WHERE "
                  + table.rows(from, 1 + Math.min(30, count / 20)));
      default -> throw new IllegalArgumentException("not a change of rows: " + kind);
    };
  }

  private List<String> updateInPlace(TableShape table, String row) {
    return table.plain().isEmpty()
        ? List.of()
        : List.of(update(table, assignment(random.oneOf(table.plain())), row));
  }

  private List<String> updateWithTime(TableShape table, String row) {
    List<ColumnShape> times = table.written().stream().filter(ColumnShape::isTime).toList();
    if (times.isEmpty() || table.plain().isEmpty()) {
      return List.of();
    }
    String time = times.get(0).quoted() + " = " + random.between(1_760_000_000, 1_790_000_000);
    return List.of(update(table, assignment(random.oneOf(table.plain())) + ", " + time, row));
  }

  /** One in four writes the same value again: a change that is none. */
  private List<String> bulkUpdate(TableShape table, String rows) {
    if (table.plain().isEmpty()) {
      return List.of();
    }
    ColumnShape column = random.oneOf(table.plain());
    String assignment =
        random.oneIn(4) ? column.quoted() + " = " + column.quoted() : assignment(column);
    return List.of(update(table, assignment, rows));
  }

  private List<String> changeKey(TableShape table, String row) {
    List<ColumnShape> keys = table.written().stream().filter(table::inKey).toList();
    if (keys.isEmpty()) {
      return List.of();
    }
    ColumnShape key = random.oneOf(keys);
    return List.of(update(table, key.quoted() + " = " + literals.key(key), row));
  }

  private List<String> insert(TableShape table, List<ColumnShape> corners) {
    List<ColumnShape> columns = table.written();
    String values =
        join(
            columns,
            column ->
                corners.contains(column)
                    ? literals.corner(column)
                    : table.inKey(column) ? literals.key(column) : literals.value(column));
    return List.of(
        "INSERT INTO %s (%s) VALUES (%s)"
            .formatted(table.quoted(), join(columns, ColumnShape::quoted), values));
  }

  private List<String> insertCorner(TableShape table) {
    return table.plain().isEmpty() || table.strict()
        ? List.of()
        : insert(table, List.of(random.oneOf(table.plain()), random.oneOf(table.plain())));
  }

  private List<String> insertOrReplace(TableShape table, String row) {
    return table.uniqueKeys().isEmpty()
        ? List.of()
        : List.of("INSERT OR REPLACE INTO " + sameKeyOtherValues(table, row));
  }

  private List<String> upsert(TableShape table, String row) {
    if (table.uniqueKeys().isEmpty() || table.plain().isEmpty()) {
      return List.of();
    }
    String key =
        table.uniqueKeys().get(0).stream()
            .map(SqliteSession::quoted)
            .collect(Collectors.joining(", "));
    String changed = random.oneOf(table.plain()).quoted();
    return List.of(
        "INSERT INTO %s ON CONFLICT (%s) DO UPDATE SET %s = excluded.%s"
            .formatted(sameKeyOtherValues(table, row), key, changed, changed));
  }

  private String sameKeyOtherValues(TableShape table, String row) {
    List<ColumnShape> columns = table.written();
    String values =
        join(columns, column -> table.inKey(column) ? column.quoted() : literals.value(column));
    return "%1$s (%2$s) SELECT %3$s FROM %1$s WHERE %4$s"
        .formatted(table.quoted(), join(columns, ColumnShape::quoted), values, row);
  }

  /** Two rows change their unique values with one another, by way of a third value. */
  private List<String> swapUnique(TableShape table) {
    List<ColumnShape> keys =
        table.written().stream()
            .filter(column -> table.uniqueKeys().contains(List.of(column.name())))
            .toList();
    if (keys.isEmpty()) {
      return List.of();
    }
    ColumnShape key = random.oneOf(keys);
    List<String> values =
        session.texts(
            "SELECT quote(%1$s) FROM %2$s WHERE %1$s IS NOT NULL ORDER BY %1$s LIMIT 200"
                .formatted(key.quoted(), table.quoted()));
    return values.size() < 2 ? List.of() : swap(table, key, values);
  }

  private List<String> swap(TableShape table, ColumnShape key, List<String> values) {
    int first = random.below(values.size() - 1);
    String one = values.get(first);
    String other = values.get(first + 1);
    String between = literals.key(key);
    List<String> statements = new ArrayList<>();
    for (List<String> step :
        List.of(List.of(one, between), List.of(other, one), List.of(between, other))) {
      statements.add(
          update(table, key.quoted() + " = " + step.get(1), key.quoted() + " = " + step.get(0)));
    }
    return statements;
  }

  private List<String> savepoint(TableShape table) {
    List<String> statements = new ArrayList<>(List.of("SAVEPOINT app"));
    statements.addAll(insert(table, List.of()));
    statements.add("ROLLBACK TO app");
    statements.addAll(insert(table, List.of()));
    statements.add("RELEASE app");
    return statements;
  }

  private String assignment(ColumnShape column) {
    return column.quoted() + " = " + literals.value(column);
  }

  private static String update(TableShape table, String assignments, String rows) {
    return "UPDATE %s SET %s WHERE %s".formatted(table.quoted(), assignments, rows);
  }

  private static String join(List<ColumnShape> columns, Function<ColumnShape, String> text) {
    return columns.stream().map(text).collect(Collectors.joining(", "));
  }
}
