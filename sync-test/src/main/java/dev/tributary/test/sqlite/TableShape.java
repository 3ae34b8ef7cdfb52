package dev.tributary.test.sqlite;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A table as it is declared now, and how its rows can be found. */
record TableShape(
    String name,
    List<ColumnShape> columns,
    List<List<String>> uniqueKeys,
    boolean withoutRowid,
    boolean strict) {

  static TableShape read(SqliteSession session, String name) {
    String literal = TypedTable.literal(name);
    List<ColumnShape> columns =
        session.rows(
            "SELECT name, upper(type), \"notnull\", pk, hidden FROM pragma_table_xinfo(%s)"
                .formatted(literal),
            TableShape::column);
    String flag = "SELECT %s FROM pragma_table_list(" + literal + ") WHERE schema = 'main'";
    return new TableShape(
        name,
        columns,
        uniqueKeys(session, literal),
        session.number(flag.formatted("wr")) == 1,
        session.number(flag.formatted("strict")) == 1);
  }

  private static ColumnShape column(ResultSet row) throws SQLException {
    return new ColumnShape(
        row.getString(1), row.getString(2), row.getInt(3) == 1, row.getInt(4), row.getInt(5) > 1);
  }

  /** The columns of each unique index that covers all rows and holds plain columns only. */
  private static List<List<String>> uniqueKeys(SqliteSession session, String table) {
    List<String> indexes =
        session.texts(
            "SELECT name FROM pragma_index_list(%s) WHERE \"unique\" AND NOT partial ORDER BY name"
                .formatted(table));
    List<List<String>> keys = new ArrayList<>();
    keys.add(
        session.texts(
            "SELECT name FROM pragma_table_info(%s) WHERE pk > 0 ORDER BY pk".formatted(table)));
    for (String index : indexes) {
      String parts = "pragma_index_info(%s)".formatted(TypedTable.literal(index));
      if (session.number("SELECT count(*) FROM " + parts + " WHERE cid < 0") == 0) {
        keys.add(session.texts("SELECT name FROM " + parts + " ORDER BY seqno"));
      }
    }
    return keys.stream().filter(key -> !key.isEmpty()).distinct().toList();
  }

  String quoted() {
    return SqliteSession.quoted(name);
  }

  /** Columns that a statement may write. */
  List<ColumnShape> written() {
    return columns.stream().filter(column -> !column.generated()).toList();
  }

  /** Columns that belong to no key and hold no time of change. */
  List<ColumnShape> plain() {
    return written().stream().filter(column -> !inKey(column) && !column.isTime()).toList();
  }

  boolean inKey(ColumnShape column) {
    return uniqueKeys.stream().anyMatch(key -> key.contains(column.name()));
  }

  /** What names one row in SQL: the rowid, or the primary key; empty if a column hides both. */
  String address() {
    if (withoutRowid) {
      return uniqueKeys.get(0).stream()
          .map(SqliteSession::quoted)
          .collect(Collectors.joining(", ", "(", ")"));
    }
    List<String> taken =
        columns.stream().map(column -> column.name().toLowerCase(Locale.ROOT)).toList();
    return List.of("rowid", "_rowid_", "oid").stream()
        .filter(alias -> !taken.contains(alias))
        .findFirst()
        .orElse("");
  }

  /** A condition for so many rows from the n-th on. */
  String rows(int from, int count) {
    String bare = address().replaceAll("^\\(|\\)$", "");
    return "%s IN (SELECT %s FROM %s ORDER BY %s LIMIT %d OFFSET %d)"
        .formatted(address(), bare, quoted(), bare, count, from);
  }
}
