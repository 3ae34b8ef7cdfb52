package dev.tributary.test.sqlite;

import java.util.ArrayList;
import java.util.List;

/**
 * A change that SQLite's ALTER TABLE cannot make, the way Alembic makes it: a new table named
 * {@code _alembic_tmp_X} from what reflection finds, copy, drop, rename, indexes again.
 *
 * <p>What reflection does not find (collations, checks, doubled NOT NULL) is lost, as it is there.
 */
final class BatchRebuild {
  private static final String KEPT_COLUMNS =
      "SELECT '\"' || name || '\"' FROM pragma_table_info(%s) WHERE name <> %s ORDER BY cid";
  private static final String COLUMN_DECLARATIONS =
      """
      SELECT name || ' ' || type || coalesce(' DEFAULT ' || dflt_value, '')
          || iif("notnull", ' NOT NULL', '')
        FROM pragma_table_info(%s) WHERE name <> %s ORDER BY cid""";
  private static final String PRIMARY_KEY =
      """
      SELECT group_concat(name, ', ') FROM
        (SELECT name FROM pragma_table_info(%s) WHERE pk > 0 ORDER BY pk)""";
  private static final String UNIQUE_CONSTRAINTS =
      """
      SELECT (SELECT group_concat(c.name, ', ') FROM pragma_index_info(i.name) c)
        FROM pragma_index_list(%s) i WHERE i.origin = 'u' ORDER BY i.name""";

  private final SqliteSession session;
  private final String table;
  private final String droppedColumn;
  private final String newKey;

  private BatchRebuild(SqliteSession session, String table, String droppedColumn, String newKey) {
    this.session = session;
    this.table = table;
    this.droppedColumn = droppedColumn;
    this.newKey = newKey;
  }

  static BatchRebuild withoutColumn(SqliteSession session, String table, String column) {
    return new BatchRebuild(session, table, column, "");
  }

  static BatchRebuild withPrimaryKey(SqliteSession session, String table, String column) {
    return new BatchRebuild(session, table, "", column);
  }

  List<String> statements() {
    String old = SqliteSession.quoted(table);
    String temporary = SqliteSession.quoted("_alembic_tmp_" + table);
    String kept = String.join(", ", texts(KEPT_COLUMNS));
    List<String> statements = new ArrayList<>();
    statements.add("CREATE TABLE %s (\n\t%s\n)".formatted(temporary, declaration()));
    statements.add("INSERT INTO %s (%s) SELECT %s FROM %s".formatted(temporary, kept, kept, old));
    statements.add("DROP TABLE " + old);
    statements.add("ALTER TABLE " + temporary + " RENAME TO " + old);
    statements.addAll(TableRebuild.dependents(session, table));
    return statements;
  }

  private String declaration() {
    List<String> parts = new ArrayList<>(texts(COLUMN_DECLARATIONS));
    if (!newKey.isEmpty()) {
      parts.add("CONSTRAINT pk_%s PRIMARY KEY (%s)".formatted(table, newKey));
    } else {
      texts(PRIMARY_KEY).stream()
          .filter(key -> !key.equals("null"))
          .forEach(key -> parts.add("PRIMARY KEY (" + key + ")"));
    }
    texts(UNIQUE_CONSTRAINTS).forEach(key -> parts.add("UNIQUE (" + key + ")"));
    return String.join(",\n\t", parts);
  }

  private List<String> texts(String query) {
    return session.texts(
        query.formatted(TypedTable.literal(table), TypedTable.literal(droppedColumn)));
  }
}
