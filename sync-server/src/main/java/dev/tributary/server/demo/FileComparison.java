package dev.tributary.server.demo;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Compares two SQLite files with SQLite's own words, without any code of the mirror: tables, column
 * names, and the type and the bytes of every cell. Both files must be at rest.
 *
 * @param tables compared tables
 * @param cells compared cells of the first file
 * @param differences what differs; empty when the files hold the same
 */
record FileComparison(int tables, long rows, long cells, List<String> differences) {
  private static final String TABLES =
      """
      SELECT name FROM %s.sqlite_master
      WHERE type = 'table' AND name NOT LIKE 'sqlite_%%' ORDER BY name
      """;

  static FileComparison of(Path first, Path second) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + first);
        Statement statement = connection.createStatement()) {
      statement.execute("ATTACH '%s' AS other".formatted(second.toString().replace("'", "''")));
      return compare(statement);
    }
  }

  private static FileComparison compare(Statement statement) throws SQLException {
    List<String> differences = new ArrayList<>();
    List<String> tables = texts(statement, TABLES.formatted("main"));
    List<String> others = texts(statement, TABLES.formatted("other"));
    if (!tables.equals(others)) {
      return new FileComparison(0, 0, 0, List.of("tables " + tables + " and " + others));
    }
    long rows = 0;
    long cells = 0;
    for (String table : tables) {
      List<String> columns = columns(statement, "main", table);
      if (!columns.equals(columns(statement, "other", table))) {
        differences.add("columns of " + table);
        continue;
      }
      long count = number(statement, "SELECT count(*) FROM main." + quoted(table));
      rows += count;
      cells += count * columns.size();
      differences.addAll(differences(statement, table, columns, count));
    }
    return new FileComparison(tables.size(), rows, cells, differences);
  }

  private static List<String> differences(
      Statement statement, String table, List<String> columns, long count) throws SQLException {
    List<String> found = new ArrayList<>();
    String cells = columns.stream().map(FileComparison::exactly).collect(Collectors.joining(", "));
    String here = "SELECT %s FROM main.%s".formatted(cells, quoted(table));
    String there = "SELECT %s FROM other.%s".formatted(cells, quoted(table));
    String surplus = "SELECT count(*) FROM (%s EXCEPT %s)";
    long lost = number(statement, surplus.formatted(here, there));
    long added = number(statement, surplus.formatted(there, here));
    long others = number(statement, "SELECT count(*) FROM other." + quoted(table));
    if (lost + added > 0 || count != others) {
      found.add(
          "%s: %d of %d rows only in the first, %d of %d only in the second"
              .formatted(table, lost, count, added, others));
    }
    return found;
  }

  // The type, the value and the bytes: 1 and 1.0 are equal to SQLite, and so are 'a' and 'A' NOCASE
  private static String exactly(String column) {
    String name = quoted(column);
    return "typeof(%s), %s COLLATE BINARY, CAST(%s AS BLOB)".formatted(name, name, name);
  }

  private static List<String> columns(Statement statement, String file, String table)
      throws SQLException {
    return texts(
        statement,
        "SELECT name FROM pragma_table_xinfo('%s', '%s') ORDER BY cid"
            .formatted(table.replace("'", "''"), file));
  }

  private static List<String> texts(Statement statement, String sql) throws SQLException {
    List<String> texts = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        texts.add(rows.getString(1));
      }
    }
    return texts;
  }

  private static long number(Statement statement, String sql) throws SQLException {
    try (ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private static String quoted(String name) {
    return "\"" + name.replace("\"", "\"\"") + "\"";
  }
}
