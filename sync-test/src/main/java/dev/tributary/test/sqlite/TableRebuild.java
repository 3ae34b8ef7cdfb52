package dev.tributary.test.sqlite;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Rebuilds a table as migration tools do for SQLite: create another, copy, drop, rename.
 *
 * <p>The declaration stays the same; hidden rowids do not.
 */
final class TableRebuild {
  private TableRebuild() {}

  static List<String> statements(SqliteSession session, TableShape table) {
    String old = table.quoted();
    String temporary = SqliteSession.quoted("_alembic_tmp_" + table.name());
    String columns =
        table.written().stream().map(ColumnShape::quoted).collect(Collectors.joining(", "));
    List<String> statements = new ArrayList<>();
    statements.add("CREATE TABLE " + temporary + afterName(declaration(session, table)));
    statements.add(
        "INSERT INTO %s (%s) SELECT %s FROM %s".formatted(temporary, columns, columns, old));
    List<String> dependents = dependents(session, table.name());
    statements.add("DROP TABLE " + old);
    statements.add("ALTER TABLE " + temporary + " RENAME TO " + old);
    statements.addAll(dependents);
    return statements;
  }

  /** The indexes and triggers that vanish with a table. */
  static List<String> dependents(SqliteSession session, String table) {
    return session.texts(
        """
        SELECT sql FROM sqlite_schema
          WHERE tbl_name = %s AND type IN ('index', 'trigger') AND sql IS NOT NULL
          ORDER BY type, name"""
            .formatted(TypedTable.literal(table)));
  }

  private static String declaration(SqliteSession session, TableShape table) {
    return session
        .texts(
            "SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = "
                + TypedTable.literal(table.name()))
        .get(0);
  }

  /** SQLite stores each declaration as CREATE TABLE, the name as it was written, and the rest. */
  private static String afterName(String declaration) {
    int at = "CREATE TABLE ".length();
    char open = declaration.charAt(at);
    char close = open == '[' ? ']' : open;
    if ("\"'`[".indexOf(open) < 0) {
      return declaration.substring(declaration.indexOf('(', at));
    }
    int end = declaration.indexOf(close, at + 1);
    while (end + 1 < declaration.length() && declaration.charAt(end + 1) == close) {
      end = declaration.indexOf(close, end + 2);
    }
    return declaration.substring(end + 1);
  }
}
