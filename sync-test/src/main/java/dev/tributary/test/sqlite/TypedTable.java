package dev.tributary.test.sqlite;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Reads a table cell by cell with storage classes.
 *
 * <p>Columns are renamed in the query, so that no name of a table can be misread as SQL.
 */
final class TypedTable {
  private static final int CELLS_PER_TYPE_COLUMN = 100;

  private final SqliteSession session;
  private final String name;
  private final List<String> columns;

  TypedTable(SqliteSession session, String name) {
    this.session = session;
    this.name = name;
    this.columns =
        session.texts(
            "SELECT name FROM pragma_table_xinfo(%s) WHERE hidden <> 1".formatted(literal(name)));
  }

  List<String> columns() {
    return columns;
  }

  /** Indexes into {@link #columns}: the primary key, else a unique index; empty if neither. */
  List<Integer> key() {
    List<Integer> primary =
        numbers(
            "SELECT cid FROM pragma_table_xinfo(%s) WHERE pk > 0 ORDER BY pk"
                .formatted(literal(name)));
    return primary.isEmpty()
        ? numbers(
            """
            SELECT cid FROM pragma_index_info((SELECT name FROM pragma_index_list(%s)
              WHERE "unique" AND NOT partial ORDER BY seq DESC LIMIT 1)) WHERE cid >= 0"""
                .formatted(literal(name)))
        : primary;
  }

  /** The digests of all rows, sorted. */
  long[] digests() {
    GrowingLongs digests = new GrowingLongs();
    forEach(row -> digests.add(row.digest()));
    return digests.sorted();
  }

  void forEach(Consumer<TypedRow> reader) {
    try (Statement statement = session.connection().createStatement();
        ResultSet result = statement.executeQuery(query())) {
      while (result.next()) {
        reader.accept(read(result));
      }
    } catch (SQLException e) {
      throw new IllegalStateException("cannot read table " + name + ": " + e.getMessage(), e);
    }
  }

  private TypedRow read(ResultSet row) throws SQLException {
    int typeColumns = typeColumns();
    StringBuilder types = new StringBuilder();
    for (int i = 1; i <= typeColumns; i++) {
      types.append(row.getString(i));
    }
    List<TypedCell> cells = new ArrayList<>(columns.size() + 1);
    for (int i = 0; i <= columns.size(); i++) {
      cells.add(TypedCell.read(row, typeColumns + i + 1, types.charAt(i)));
    }
    return new TypedRow(cells.get(0), cells.subList(1, cells.size()));
  }

  private int typeColumns() {
    return columns.size() / CELLS_PER_TYPE_COLUMN + 1;
  }

  /** Cell 0 is the rowid. Text is cast, because its bytes may not be text at all. */
  private String query() {
    String names = join(", ", 0, columns.size() + 1, "c%d");
    List<String> types = new ArrayList<>();
    for (int i = 0; i <= columns.size(); i += CELLS_PER_TYPE_COLUMN) {
      int end = Math.min(i + CELLS_PER_TYPE_COLUMN, columns.size() + 1);
      types.add(join(" || ", i, end, "substr(typeof(c%d), 1, 1)"));
    }
    String cells =
        join(
            ", ",
            0,
            columns.size() + 1,
            "CASE typeof(c%1$d) WHEN 'text' THEN CAST(c%1$d AS BLOB) ELSE c%1$d END");
    return "WITH t(%s) AS (SELECT %s, * FROM main.%s) SELECT %s, %s FROM t"
        .formatted(names, rowidName(), SqliteSession.quoted(name), String.join(", ", types), cells);
  }

  /** A column may hide the rowid under any of its three names. */
  private String rowidName() {
    boolean withoutRowid =
        session.number(
                "SELECT wr FROM pragma_table_list(%s) WHERE schema = 'main'"
                    .formatted(literal(name)))
            == 1;
    List<String> taken = columns.stream().map(column -> column.toLowerCase(Locale.ROOT)).toList();
    return withoutRowid
        ? "NULL"
        : List.of("rowid", "_rowid_", "oid").stream()
            .filter(alias -> !taken.contains(alias))
            .findFirst()
            .orElse("NULL");
  }

  private List<Integer> numbers(String sql) {
    return session.rows(sql, row -> row.getInt(1));
  }

  private static String join(String separator, int from, int to, String template) {
    return IntStream.range(from, to)
        .mapToObj(i -> String.format(Locale.ROOT, template, i))
        .collect(Collectors.joining(separator));
  }

  static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  /** A growing array of longs; a list of objects would take four times the memory. */
  private static final class GrowingLongs {
    private long[] values = new long[64];
    private int size;

    void add(long value) {
      if (size == values.length) {
        values = Arrays.copyOf(values, size * 2);
      }
      values[size++] = value;
    }

    long[] sorted() {
      long[] all = Arrays.copyOf(values, size);
      Arrays.sort(all);
      return all;
    }
  }
}
