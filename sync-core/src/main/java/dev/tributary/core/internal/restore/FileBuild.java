package dev.tributary.core.internal.restore;

import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.core.internal.table.SourceName;
import dev.tributary.core.internal.table.SourceSchema;
import dev.tributary.core.internal.table.SourceTable;
import dev.tributary.core.internal.table.TablePlan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes one SQLite file: tables, rows, indexes, and last what reacts to rows.
 *
 * <p>The file counts only after {@link FileCheck} has compared it with the sums that this returns.
 */
final class FileBuild {
  private final SourceSchema schema;
  private final Map<String, TablePlan> plans;
  private final RowSource source;
  private final Notes notes;
  private final Declarations declarations;

  /**
   * @param plans by source table, in any case of letters
   */
  FileBuild(SourceSchema schema, Map<String, TablePlan> plans, RowSource source, Notes notes) {
    this.schema = schema;
    this.plans = plans;
    this.source = source;
    this.notes = notes;
    this.declarations = new Declarations(schema, notes);
  }

  /** Fills the empty file; returns what went into each table. */
  Map<TablePlan, RowSum> write(Path file) {
    List<BareTable> bare;
    Map<TablePlan, RowSum> sums;
    try (PrivateDatabase database = PrivateDatabase.create(file, schema.header())) {
      database.run("BEGIN");
      declarations.createTables(database);
      database.run("COMMIT");
      bare = bareTables(database);
      sums = writeRows(database, bare);
    }
    buildAutomaticIndexes(file, bare);
    try (PrivateDatabase database = PrivateDatabase.open(file)) {
      database.keepWayBack();
      declarations.complete(database);
    }
    return sums;
  }

  /** On a connection of its own: other indexes are rather left out than sorted by a stand-in. */
  private void buildAutomaticIndexes(Path file, List<BareTable> bare) {
    try (PrivateDatabase database = PrivateDatabase.open(file)) {
      bare.stream()
          .flatMap(table -> table.automaticIndexes().stream())
          .forEach(index -> database.runWithStandIns("REINDEX main." + SourceName.quoted(index)));
      for (String collation : database.missedCollations()) {
        notes.add(
            "collation %s is the application's own: its keys are sorted as plain text until the"
                + " application runs REINDEX %s, which must be the first that it does",
            collation, SourceName.quoted(collation));
      }
    }
  }

  private List<BareTable> bareTables(PrivateDatabase database) {
    String prefix = freePrefix();
    List<BareTable> bare = new ArrayList<>();
    for (SourceTable table : schema.tables()) {
      bare.add(BareTable.of(database, table.name(), prefix + bare.size()));
    }
    return bare;
  }

  private String freePrefix() {
    String prefix = "bare_";
    while (isTaken(prefix)) {
      prefix = "_" + prefix;
    }
    return prefix;
  }

  private boolean isTaken(String prefix) {
    return schema.statements().stream()
        .anyMatch(statement -> SourceName.folded(statement.name()).startsWith(prefix));
  }

  private Map<TablePlan, RowSum> writeRows(PrivateDatabase database, List<BareTable> bare) {
    Map<TablePlan, RowSum> sums = new LinkedHashMap<>();
    database.writingSchema(() -> bare.forEach(table -> declare(database, table)));
    database.run("BEGIN");
    bare.forEach(table -> sums.put(plan(table), writeTable(database, table)));
    database.run("COMMIT");
    database.writingSchema(() -> bare.forEach(table -> forget(database, table)));
    return sums;
  }

  private static void declare(PrivateDatabase database, BareTable table) {
    database.run(
        "INSERT INTO sqlite_schema (type, name, tbl_name, rootpage, sql)"
            + " SELECT type, ?, ?, rootpage, ? FROM sqlite_schema WHERE type = 'table' AND name = ?",
        table.alias(),
        table.alias(),
        table.sql(),
        table.table());
  }

  private static void forget(PrivateDatabase database, BareTable table) {
    database.run("DELETE FROM sqlite_schema WHERE type = 'table' AND name = ?", table.alias());
  }

  private RowSum writeTable(PrivateDatabase database, BareTable table) {
    TablePlan plan = plan(table);
    int[] positions = positions(plan, table);
    RowSum sum = new RowSum(positions);
    try (RowInserts inserts = new RowInserts(database, table, positions)) {
      source.read(
          plan,
          row -> {
            inserts.insert(row);
            sum.add(row);
          });
    }
    return sum;
  }

  private TablePlan plan(BareTable table) {
    TablePlan plan = plans.get(table.table());
    if (plan == null) {
      throw unlike(table.table());
    }
    return plan;
  }

  private static int[] positions(TablePlan plan, BareTable table) {
    try {
      return table.columns().stream().mapToInt(plan::position).toArray();
    } catch (IllegalArgumentException e) {
      throw unlike(table.table());
    }
  }

  private static ConfigurationInvalid unlike(String table) {
    return new ConfigurationInvalid(
        "table %s in PostgreSQL does not fit the stored declarations; complete a sync of the"
                .formatted(table)
            + " client, then restore again");
  }
}
