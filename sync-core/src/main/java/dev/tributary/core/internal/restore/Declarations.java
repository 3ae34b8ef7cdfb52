package dev.tributary.core.internal.restore;

import dev.tributary.core.internal.table.SourceName;
import dev.tributary.core.internal.table.SourceSchema;
import dev.tributary.core.internal.table.SourceSchema.Statement;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Makes a file declare what the source declared, with the same text and in the same order.
 *
 * <p>The content of virtual tables is not mirrored. Their declarations come back and full-text
 * indexes are built again from their content tables; what cannot be had is said in the notes.
 */
final class Declarations {
  private static final String OWN = "sqlite_";
  private static final int OUT_OF_THE_WAY = 100_000_000;

  private final SourceSchema schema;
  private final Notes notes;
  private final Set<String> virtual = new HashSet<>();

  Declarations(SourceSchema schema, Notes notes) {
    this.schema = schema;
    this.notes = notes;
    all("table").filter(this::isVirtual).forEach(s -> virtual.add(SourceName.folded(s.name())));
  }

  /** Ordinary tables, before their rows. */
  void createTables(PrivateDatabase database) {
    Set<String> mirrored = new HashSet<>();
    schema.tables().forEach(table -> mirrored.add(SourceName.folded(table.name())));
    all("table")
        .filter(Predicate.not(this::isOwn).and(Predicate.not(this::isVirtual)))
        .filter(Predicate.not(this::isShadow))
        .forEach(
            table -> {
              database.runWithStandIns(table.sql());
              if (!mirrored.contains(SourceName.folded(table.name()))) {
                notes.add("table %s is empty: it is not mirrored", table.name());
              }
            });
    createCounters(database);
  }

  /** The table of counters stays in a file that had a table with AUTOINCREMENT once. */
  private void createCounters(PrivateDatabase database) {
    if (all("table").anyMatch(table -> table.name().equals("sqlite_sequence"))) {
      database.run("CREATE TABLE tributary_once (id INTEGER PRIMARY KEY AUTOINCREMENT)");
      database.run("DROP TABLE tributary_once");
    }
  }

  /** Indexes and the rest, after the rows. */
  void complete(PrivateDatabase database) {
    all("index").filter(index -> !index.sql().isEmpty()).forEach(s -> createIndex(database, s));
    all("table").filter(this::isVirtual).forEach(s -> createVirtual(database, s));
    setCounters(database);
    database.writingSchema(() -> writeExactly(database));
    noteStatistics();
  }

  private void createIndex(PrivateDatabase database, Statement index) {
    if (!isVirtual(index.table()) && !isShadow(index)) {
      tolerant(database, index.sql(), "index " + index.name() + " is left out");
    }
  }

  private void createVirtual(PrivateDatabase database, Statement table) {
    String name = SourceName.quoted(table.name());
    String left =
        "virtual table %s is left out, let the application make it again".formatted(table.name());
    if (!tolerant(database, table.sql(), left)) {
      notes.leaveOut(table.name());
      return;
    }
    if (table.sql().toLowerCase(Locale.ROOT).contains("fts")) {
      String rebuild = "INSERT INTO main.%s(%s) VALUES ('rebuild')".formatted(name, name);
      tolerant(database, rebuild, "virtual table " + table.name() + " is not rebuilt");
    }
    notes.add(
        "virtual table %s is declared again; rows of its own are not mirrored, let the application"
            + " rebuild it",
        table.name());
  }

  /** A statement that needs what only the application has, such as a function, is only noted. */
  private boolean tolerant(PrivateDatabase database, String sql, String otherwise) {
    try {
      database.execute(sql);
      return true;
    } catch (SQLException e) {
      if (!RestoreFailures.isOfStatement(e)) {
        throw RestoreFailures.of("build the file with " + sql, e);
      }
      notes.add("%s: %s", otherwise, RestoreFailures.message(e));
      return false;
    }
  }

  private void setCounters(PrivateDatabase database) {
    if (!schema.sequences().isEmpty()) {
      database.run("DELETE FROM main.sqlite_sequence");
      schema
          .sequences()
          .forEach(
              (table, value) ->
                  database.run("INSERT INTO main.sqlite_sequence VALUES (?, ?)", table, value));
    }
  }

  /** Views and triggers are text only; the text of tables and the order are made the source's. */
  private void writeExactly(PrivateDatabase database) {
    for (String type : List.of("view", "trigger")) {
      all(type).forEach(s -> insert(database, s));
    }
    database.run("UPDATE sqlite_schema SET rowid = rowid + ?", OUT_OF_THE_WAY);
    int position = 0;
    for (Statement statement : schema.statements()) {
      position++;
      place(database, statement, position);
    }
  }

  /** The text of a virtual table's storage is the module's own affair. */
  private void place(PrivateDatabase database, Statement statement, int position) {
    database.run(
        "UPDATE sqlite_schema SET rowid = ?, sql = iif(?, sql, nullif(?, ''))"
            + " WHERE type = ? AND name = ?",
        position,
        isShadow(statement),
        statement.sql(),
        statement.type(),
        statement.name());
  }

  private void insert(PrivateDatabase database, Statement statement) {
    database.run(
        "INSERT INTO sqlite_schema (type, name, tbl_name, rootpage, sql) VALUES (?, ?, ?, 0, ?)",
        statement.type(),
        statement.name(),
        statement.table(),
        statement.sql());
  }

  private void noteStatistics() {
    if (all("table").anyMatch(table -> table.name().startsWith("sqlite_stat"))) {
      notes.add("statistics of the query planner are not mirrored: run ANALYZE on the file");
    }
  }

  private Stream<Statement> all(String type) {
    return schema.statements().stream().filter(statement -> statement.type().equals(type));
  }

  private boolean isOwn(Statement statement) {
    return SourceName.folded(statement.name()).startsWith(OWN);
  }

  private boolean isVirtual(Statement statement) {
    return statement.sql().regionMatches(true, 0, "CREATE VIRTUAL ", 0, 15);
  }

  private boolean isVirtual(String table) {
    return virtual.contains(SourceName.folded(table));
  }

  /** A virtual table makes its storage itself, with names that begin with its own. */
  private boolean isShadow(Statement statement) {
    String name = SourceName.folded(statement.table());
    return isSkipped(name) && virtual.stream().anyMatch(owner -> name.startsWith(owner + "_"));
  }

  private boolean isSkipped(String folded) {
    return schema.skipped().stream()
        .anyMatch(skipped -> SourceName.folded(skipped.table()).equals(folded));
  }
}
