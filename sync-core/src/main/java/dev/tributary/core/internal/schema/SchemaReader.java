package dev.tributary.core.internal.schema;

import dev.tributary.core.internal.table.SourceColumn;
import dev.tributary.core.internal.table.SourceIndex;
import dev.tributary.core.internal.table.SourceName;
import dev.tributary.core.internal.table.SourceSchema;
import dev.tributary.core.internal.table.SourceSchema.Skipped;
import dev.tributary.core.internal.table.SourceSchema.Statement;
import dev.tributary.core.internal.table.SourceTable;
import dev.tributary.core.internal.table.TextEncoding;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads all that a file declares.
 *
 * <p>Runs in the snapshot's transaction, so that what it says fits the rows read later.
 */
public final class SchemaReader {
  private static final String STATEMENTS =
      """
      SELECT type, name, tbl_name, coalesce(sql, '') FROM main.sqlite_schema ORDER BY rowid
      """;

  private static final String SEQUENCES =
      """
      SELECT name, seq FROM main.sqlite_sequence WHERE typeof(name) = 'text' AND typeof(seq) = 'integer'
      """;

  private final SqliteQuery query;

  private SchemaReader(SqliteQuery query) {
    this.query = query;
  }

  public static SourceSchema read(Connection sqlite) {
    return new SchemaReader(new SqliteQuery(sqlite)).read();
  }

  private SourceSchema read() {
    List<Statement> statements = statements();
    List<SourceTable> tables = new ArrayList<>();
    List<Skipped> skipped = new ArrayList<>();
    for (Listed listed : listed(statements)) {
      Optional<String> reason = listed.reasonToSkip();
      if (reason.isEmpty()) {
        SourceTable table = table(listed);
        reason = reasonInColumns(table);
        if (reason.isEmpty()) {
          tables.add(table);
        }
      }
      reason.ifPresent(because -> skipped.add(new Skipped(listed.name(), because, rows(listed))));
    }
    return new SourceSchema(tables, skipped, statements, sequences(statements), header());
  }

  private List<Statement> statements() {
    return query.rows(
        "the schema of the file",
        STATEMENTS,
        row ->
            new Statement(row.getString(1), row.getString(2), row.getString(3), row.getString(4)));
  }

  /** Tables and views in the order of their statements; SQLite's own are left out. */
  private List<Listed> listed(List<Statement> statements) {
    Map<String, Listed> byName = new LinkedHashMap<>();
    for (Listed listed : tableList()) {
      byName.put(SourceName.folded(listed.name()), listed);
    }
    return statements.stream()
        .filter(statement -> statement.type().equals("table") || statement.type().equals("view"))
        .map(statement -> SourceName.folded(statement.name()))
        .filter(name -> !name.startsWith("sqlite_") && byName.containsKey(name))
        .map(byName::get)
        .toList();
  }

  private List<Listed> tableList() {
    return query.rows("the list of tables", "PRAGMA main.table_list", Listed::of);
  }

  private long rows(Listed listed) {
    return listed.canBeAsked()
        ? query.one(
            "the number of rows of table " + listed.name(),
            "SELECT count(*) FROM main." + SourceName.quoted(listed.name()),
            row -> row.getLong(1))
        : 0;
  }

  private SourceTable table(Listed listed) {
    List<SourceColumn> columns = columns(listed.name());
    List<SourceIndex> indexes = indexes(listed.name());
    return new SourceTable(listed.name(), columns, indexes, listed.withoutRowid(), listed.strict());
  }

  private static Optional<String> reasonInColumns(SourceTable table) {
    return table.columns().stream()
        .map(column -> Listed.reasonInName(column.name()))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private List<SourceColumn> columns(String table) {
    return query.rows(
        "the columns of table " + table,
        "PRAGMA main.table_xinfo(" + SourceName.quoted(table) + ")",
        row ->
            new SourceColumn(
                row.getString("name"),
                Optional.ofNullable(row.getString("type")).orElse(""),
                row.getBoolean("notnull"),
                row.getInt("pk"),
                row.getInt("hidden") > 1));
  }

  private List<SourceIndex> indexes(String table) {
    List<SourceIndex> found =
        query.rows(
            "the indexes of table " + table,
            "PRAGMA main.index_list(" + SourceName.quoted(table) + ")",
            row ->
                new SourceIndex(
                    row.getString("name"),
                    row.getBoolean("unique"),
                    row.getBoolean("partial"),
                    List.of()));
    return found.stream().map(this::withColumns).toList();
  }

  private SourceIndex withColumns(SourceIndex index) {
    List<IndexPart> parts =
        query.rows(
            "the columns of index " + index.name(),
            "PRAGMA main.index_xinfo(" + SourceName.quoted(index.name()) + ")",
            row ->
                new IndexPart(row.getBoolean("key"), Optional.ofNullable(row.getString("name"))));
    List<Optional<String>> key =
        parts.stream().filter(IndexPart::key).map(IndexPart::column).toList();
    boolean expression = key.stream().anyMatch(Optional::isEmpty);
    List<String> columns = expression ? List.of() : key.stream().map(Optional::get).toList();
    return new SourceIndex(index.name(), index.unique(), index.partial(), columns);
  }

  private record IndexPart(boolean key, Optional<String> column) {}

  private Map<String, Long> sequences(List<Statement> statements) {
    Map<String, Long> sequences = new LinkedHashMap<>();
    if (statements.stream().anyMatch(statement -> statement.name().equals("sqlite_sequence"))) {
      query
          .rows(
              "the AUTOINCREMENT counters",
              SEQUENCES,
              row -> Map.entry(row.getString(1), row.getLong(2)))
          .forEach(entry -> sequences.put(entry.getKey(), entry.getValue()));
    }
    return sequences;
  }

  private SourceSchema.Header header() {
    String encoding = query.one("the encoding", "PRAGMA main.encoding", row -> row.getString(1));
    return new SourceSchema.Header(
        TextEncoding.ofPragma(encoding),
        pragma("page_size"),
        pragma("user_version"),
        pragma("application_id"),
        pragma("auto_vacuum"));
  }

  private int pragma(String name) {
    return query.one("PRAGMA " + name, "PRAGMA main." + name, row -> row.getInt(1));
  }
}
