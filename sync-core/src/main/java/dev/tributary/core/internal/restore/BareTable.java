package dev.tributary.core.internal.restore;

import dev.tributary.core.internal.table.SourceName;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A second declaration of a table's storage: same pages, but columns without types, no rules and no
 * indexes.
 *
 * <p>SQLite converts a value to its column's type when it is written, never when it is read.
 * Through this declaration each cell keeps its class, whatever the real one says: declarations
 * change over a file's life, and so do SQLite's rules. Indexes are built afterwards, sorted, which
 * is faster.
 *
 * @param columns the stored columns, in the order of the table
 * @param automaticIndexes what PRIMARY KEY and UNIQUE made, to be built after the rows
 */
record BareTable(
    String table, String alias, String sql, List<String> columns, List<String> automaticIndexes) {
  private static final int VIRTUAL = 2;

  private record Column(String name, int hidden, int key) {}

  private record Index(String name, String origin) {}

  private record IndexPart(boolean key, String column, boolean descending, String collation) {}

  BareTable {
    columns = List.copyOf(columns);
    automaticIndexes = List.copyOf(automaticIndexes);
  }

  /** Reads what the table, which exists, is made of. */
  static BareTable of(PrivateDatabase database, String table, String alias) {
    List<Column> columns = storedColumns(database, table);
    List<Index> indexes = automaticIndexes(database, table);
    List<Index> keyIndex = indexes.stream().filter(index -> index.origin().equals("pk")).toList();
    boolean withoutRowid = isWithoutRowid(database, table);
    String key = "";
    if (withoutRowid) {
      indexes.removeAll(keyIndex); // the table itself
      key = key(database, keyIndex.get(0).name(), columns);
    }
    boolean rowidAlias = !withoutRowid && keyIndex.isEmpty();
    String sql =
        "CREATE TABLE %s (%s%s)%s"
            .formatted(
                alias,
                declarations(columns, rowidAlias),
                key,
                withoutRowid ? " WITHOUT ROWID" : "");
    List<String> names = columns.stream().map(Column::name).toList();
    return new BareTable(table, alias, sql, names, indexes.stream().map(Index::name).toList());
  }

  private static List<Column> storedColumns(PrivateDatabase database, String table) {
    List<Column> all =
        database.rows(
            "PRAGMA main.table_xinfo(" + SourceName.quoted(table) + ")",
            row -> new Column(row.getString("name"), row.getInt("hidden"), row.getInt("pk")));
    return all.stream().filter(column -> column.hidden() != VIRTUAL).toList();
  }

  private static List<Index> automaticIndexes(PrivateDatabase database, String table) {
    return new ArrayList<>(
        database.rows(
            "PRAGMA main.index_list(" + SourceName.quoted(table) + ")",
            row -> new Index(row.getString("name"), row.getString("origin"))));
  }

  private static boolean isWithoutRowid(PrivateDatabase database, String table) {
    return database
        .rows(
            "PRAGMA main.table_list(" + SourceName.quoted(table) + ")", row -> row.getBoolean("wr"))
        .get(0);
  }

  private static String declarations(List<Column> columns, boolean rowidAlias) {
    List<String> declarations = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      boolean isRowid = rowidAlias && columns.get(i).key() == 1;
      declarations.add("c" + i + (isRowid ? " INTEGER PRIMARY KEY" : ""));
    }
    return String.join(", ", declarations);
  }

  private static String key(PrivateDatabase database, String index, List<Column> columns) {
    List<String> names = columns.stream().map(column -> SourceName.folded(column.name())).toList();
    List<IndexPart> parts =
        database.rows(
            "PRAGMA main.index_xinfo(" + SourceName.quoted(index) + ")",
            row ->
                new IndexPart(
                    row.getBoolean("key"),
                    row.getString("name"),
                    row.getBoolean("desc"),
                    row.getString("coll")));
    return parts.stream()
        .filter(IndexPart::key)
        .map(
            part ->
                "c%d COLLATE %s%s"
                    .formatted(
                        names.indexOf(SourceName.folded(part.column())),
                        SourceName.quoted(part.collation()),
                        part.descending() ? " DESC" : ""))
        .collect(Collectors.joining(", ", ", PRIMARY KEY (", ")"));
  }
}
