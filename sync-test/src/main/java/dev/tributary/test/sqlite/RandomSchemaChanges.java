package dev.tributary.test.sqlite;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Random changes of the schema, as statements; none if the table at hand is not made for them.
 *
 * <p>Tables, columns and indexes are dropped only if they were made here, so the file keeps its
 * shape.
 */
final class RandomSchemaChanges {
  private static final int MOST_TABLES = 8;
  private static final int MOST_INDEXES = 10;
  private static final int MOST_COLUMNS = 6;
  private static final List<String> TABLES =
      List.of(
          "(id TEXT PRIMARY KEY, name TEXT UNIQUE, n INTEGER, payload BLOB, updated_at BIGINT)",
          "(a, b TEXT, updated_at INTEGER)",
          "(k TEXT, part INTEGER, v JSON, PRIMARY KEY (k, part)) WITHOUT ROWID",
          "(id INTEGER PRIMARY KEY AUTOINCREMENT, v REAL, ok BOOLEAN DEFAULT 1, at DATETIME)",
          "(id VARCHAR(255) NOT NULL, v JSON, w NUMERIC, g TEXT AS (id || '!'))");
  private static final List<String> COLUMNS =
      List.of(
          "TEXT",
          "INTEGER",
          "JSON",
          "BOOLEAN DEFAULT 0 NOT NULL",
          "TEXT DEFAULT 'it''s' NOT NULL",
          "REAL DEFAULT -1.5",
          "BLOB DEFAULT x'00ff'",
          "DATETIME",
          "VARCHAR(5) COLLATE NOCASE");

  private final SqliteSession session;
  private final RandomText random;

  RandomSchemaChanges(SqliteSession session, RandomText random) {
    this.session = session;
    this.random = random;
  }

  List<String> statements(OperationKind kind, TableShape table) {
    return switch (kind) {
      case ADD_COLUMN -> addColumn(table);
      case DROP_COLUMN -> dropColumn(table);
      case RENAME_COLUMN -> renameColumn(table);
      case RENAME_TABLE ->
          List.of(
              "ALTER TABLE %s RENAME TO %s"
                  .formatted(
                      table.quoted(), SqliteSession.quoted(renamed(table.name(), "_renamed"))));
      case CREATE_TABLE -> createTable();
      case DROP_TABLE -> dropTable(table);
      case REBUILD_TABLE -> TableRebuild.statements(session, table);
      case CREATE_INDEX -> createIndex(table);
      case DROP_INDEX -> dropIndex();
      default -> throw new IllegalArgumentException("not a change of the schema: " + kind);
    };
  }

  private List<String> addColumn(TableShape table) {
    List<String> names = table.columns().stream().map(ColumnShape::name).toList();
    return IntStream.rangeClosed(1, MOST_COLUMNS)
        .mapToObj(i -> "added_" + i)
        .filter(name -> !names.contains(name) && !names.contains(name + "_was"))
        .limit(1)
        .map(
            name ->
                "ALTER TABLE %s ADD COLUMN %s %s"
                    .formatted(table.quoted(), name, random.oneOf(COLUMNS)))
        .toList();
  }

  private List<String> dropColumn(TableShape table) {
    return table.columns().stream()
        .filter(column -> column.name().startsWith("added_"))
        .limit(1)
        .map(column -> "ALTER TABLE %s DROP COLUMN %s".formatted(table.quoted(), column.quoted()))
        .toList();
  }

  private List<String> renameColumn(TableShape table) {
    if (table.plain().isEmpty()) {
      return List.of();
    }
    ColumnShape column = random.oneOf(table.plain());
    String name = SqliteSession.quoted(renamed(column.name(), "_was"));
    return List.of(
        "ALTER TABLE %s RENAME COLUMN %s TO %s".formatted(table.quoted(), column.quoted(), name));
  }

  /** The second renaming gives the first name back. */
  private static String renamed(String name, String suffix) {
    return name.endsWith(suffix)
        ? name.substring(0, name.length() - suffix.length())
        : name + suffix;
  }

  private List<String> createTable() {
    String name = freeName("ops_", MOST_TABLES);
    return name.isEmpty()
        ? List.of()
        : List.of("CREATE TABLE %s %s".formatted(name, random.oneOf(TABLES)));
  }

  private List<String> dropTable(TableShape table) {
    long made = session.number("SELECT count(*) FROM sqlite_schema WHERE name GLOB 'ops_[0-9]*'");
    return made > 2 && table.name().startsWith("ops_")
        ? List.of("DROP TABLE " + table.quoted())
        : List.of();
  }

  private List<String> createIndex(TableShape table) {
    String name = freeName("opsindex_", MOST_INDEXES);
    if (name.isEmpty() || table.written().isEmpty()) {
      return List.of();
    }
    String unique = random.oneIn(3) ? "UNIQUE " : "";
    return List.of(
        "CREATE %sINDEX %s ON %s (%s)"
            .formatted(unique, name, table.quoted(), random.oneOf(table.written()).quoted()));
  }

  private List<String> dropIndex() {
    return session
        .texts("SELECT name FROM sqlite_schema WHERE name GLOB 'opsindex_*' ORDER BY name LIMIT 1")
        .stream()
        .map(name -> "DROP INDEX " + name)
        .toList();
  }

  /** The lowest number that is free, so that a dropped name comes back with another shape. */
  private String freeName(String prefix, int most) {
    List<String> names = session.texts("SELECT name FROM sqlite_schema");
    return IntStream.rangeClosed(1, most)
        .mapToObj(i -> prefix + i)
        .filter(name -> !names.contains(name) && !names.contains(name + "_renamed"))
        .findFirst()
        .orElse("");
  }
}
