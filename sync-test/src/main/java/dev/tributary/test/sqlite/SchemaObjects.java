package dev.tributary.test.sqlite;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a file declares: ordinary tables, those that belong to extensions, and all DDL. */
final class SchemaObjects {
  private static final String ORDINARY_TABLES =
      """
      SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'
        AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name""";
  private static final String EXTENSION_TABLES =
      """
      SELECT name FROM pragma_table_list WHERE schema = 'main' AND type IN ('virtual', 'shadow')""";
  private static final String DECLARATIONS =
      """
      SELECT type || ' ' || name, tbl_name, coalesce(sql, 'made by SQLite') FROM sqlite_schema
        WHERE name NOT LIKE 'sqlite\\_s%' ESCAPE '\\'""";

  private SchemaObjects() {}

  static List<String> tables(SqliteSession session) {
    return session.texts(ORDINARY_TABLES);
  }

  static Set<String> extensionTables(SqliteSession session) {
    return new TreeSet<>(session.texts(EXTENSION_TABLES));
  }

  /** Type and name to SQL text, without what belongs to the tables that are left out. */
  static Map<String, String> declarations(SqliteSession session, Set<String> leftOut) {
    Map<String, String> declarations = new TreeMap<>();
    for (List<String> object : session.rows(DECLARATIONS, SchemaObjects::threeTexts)) {
      if (!leftOut.contains(object.get(1))) {
        declarations.put(object.get(0), object.get(2));
      }
    }
    return declarations;
  }

  private static List<String> threeTexts(ResultSet row) throws SQLException {
    return List.of(row.getString(1), row.getString(2), row.getString(3));
  }
}
