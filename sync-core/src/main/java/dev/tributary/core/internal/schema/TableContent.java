package dev.tributary.core.internal.schema;

import dev.tributary.core.internal.table.SourceColumn;
import dev.tributary.core.internal.table.SourceName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Asks what one table holds; each question is one query over the snapshot. */
final class TableContent {
  /** A result row of SQLite has room for 2000. */
  private static final int COLUMNS_AT_ONCE = 300;

  private final SqliteQuery query;
  private final String table;

  TableContent(Connection sqlite, String table) {
    this.query = new SqliteQuery(sqlite);
    this.table = table;
  }

  /** Counts by column name. */
  Map<String, ClassCounts> classes(List<SourceColumn> columns) {
    Map<String, ClassCounts> counts = new LinkedHashMap<>();
    for (int from = 0; from < columns.size(); from += COLUMNS_AT_ONCE) {
      int to = Math.min(from + COLUMNS_AT_ONCE, columns.size());
      counts.putAll(classesOf(columns.subList(from, to)));
    }
    return counts;
  }

  boolean holdsNull(List<String> columns) {
    return exists(
        columns.stream()
            .map(column -> SourceName.quoted(column) + " IS NULL")
            .collect(Collectors.joining(" OR ")));
  }

  /** Whether a row fulfils the SQL condition. */
  boolean exists(String condition) {
    return query.isTrue(
        "table " + table, "SELECT EXISTS (SELECT 1 FROM " + from() + " WHERE " + condition + ")");
  }

  long count(String condition) {
    return query.one(
        "table " + table,
        "SELECT count(*) FROM " + from() + " WHERE " + condition,
        row -> row.getLong(1));
  }

  <T> T read(String columns, String condition, SqliteQuery.RowReader<T> reader) {
    String sql = "SELECT " + columns + " FROM " + from() + " WHERE " + condition;
    return query.read("table " + table, sql, reader);
  }

  private Map<String, ClassCounts> classesOf(List<SourceColumn> columns) {
    String sums =
        columns.stream()
            .map(column -> sums(SourceName.quoted(column.name())))
            .collect(Collectors.joining(", "));
    return query.one(
        "table " + table, "SELECT " + sums + " FROM " + from(), row -> counts(columns, row));
  }

  private static String sums(String column) {
    List<String> sums = new ArrayList<>();
    for (String type : List.of("null", "integer", "real", "text", "blob")) {
      sums.add("total(typeof(%s) = '%s')".formatted(column, type));
    }
    sums.add("total(typeof(%s) = 'integer' AND %s IN (0, 1))".formatted(column, column));
    return String.join(", ", sums);
  }

  private static Map<String, ClassCounts> counts(List<SourceColumn> columns, ResultSet row)
      throws SQLException {
    Map<String, ClassCounts> counts = new LinkedHashMap<>();
    int at = 1;
    for (SourceColumn column : columns) {
      long nulls = row.getLong(at++);
      long integers = row.getLong(at++);
      long reals = row.getLong(at++);
      long texts = row.getLong(at++);
      long blobs = row.getLong(at++);
      long bits = row.getLong(at++);
      counts.put(column.name(), new ClassCounts(nulls, integers, reals, texts, blobs, bits));
    }
    return counts;
  }

  private String from() {
    return "main." + SourceName.quoted(table);
  }
}
