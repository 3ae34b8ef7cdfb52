package dev.tributary.test.sqlite;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The oracle: compares two SQLite files table by table, cell by cell, by storage class and bytes.
 *
 * <p>Equal means: the same declarations, rows (in any order, with any rowids that are no column),
 * counters and pragmas. Virtual tables and their shadows are left out, statistics too.
 */
public final class CellCompare {
  /** No more differences than these are told. */
  public static final int MOST_TOLD = 20;

  private static final List<String> PRAGMAS =
      List.of("encoding", "page_size", "user_version", "application_id", "auto_vacuum");
  private static final String COUNTED_TABLES = "SELECT DISTINCT name FROM sqlite_sequence";
  private static final String COUNTER =
      "SELECT typeof(seq) || ' ' || seq FROM sqlite_sequence WHERE name = %s ORDER BY 1";

  private final SqliteSession left;
  private final SqliteSession right;
  private final Set<String> leftOut;
  private final List<Difference> differences = new ArrayList<>();

  private CellCompare(SqliteSession left, SqliteSession right, Set<String> leftOut) {
    this.left = left;
    this.right = right;
    this.leftOut = leftOut;
  }

  /** Compares everything but virtual tables and their shadows. */
  public static List<Difference> differences(Path left, Path right) {
    return differences(left, right, Set.of());
  }

  /** Compares everything but virtual tables, their shadows and the tables named here. */
  public static List<Difference> differences(Path left, Path right, Set<String> tablesLeftOut) {
    try (SqliteSession first = SqliteSession.reading(left);
        SqliteSession second = SqliteSession.reading(right)) {
      first.run("BEGIN");
      second.run("BEGIN");
      Set<String> leftOut = new TreeSet<>(tablesLeftOut);
      leftOut.addAll(SchemaObjects.extensionTables(first));
      leftOut.addAll(SchemaObjects.extensionTables(second));
      return new CellCompare(first, second, leftOut).all();
    }
  }

  private List<Difference> all() {
    PRAGMAS.forEach(this::comparePragma);
    compareDeclarations();
    compareCounters();
    Set<String> tables = new TreeSet<>(SchemaObjects.tables(left));
    tables.retainAll(SchemaObjects.tables(right));
    tables.removeAll(leftOut);
    for (String table : tables) {
      if (differences.size() < MOST_TOLD) {
        differences.addAll(RowCompare.of(left, right, table));
      }
    }
    return List.copyOf(differences.subList(0, Math.min(MOST_TOLD, differences.size())));
  }

  private void comparePragma(String pragma) {
    String first = left.texts("PRAGMA " + pragma).get(0);
    String second = right.texts("PRAGMA " + pragma).get(0);
    if (!first.equals(second)) {
      differences.add(new Difference("PRAGMA", pragma, "", first, second));
    }
  }

  private void compareDeclarations() {
    compareMaps(
        "sqlite_schema",
        SchemaObjects.declarations(left, leftOut),
        SchemaObjects.declarations(right, leftOut));
  }

  private void compareCounters() {
    compareMaps("sqlite_sequence", counters(left), counters(right));
  }

  /** A file without the table of counters is as one in which it is empty. */
  private Map<String, String> counters(SqliteSession session) {
    boolean counted =
        session.number("SELECT count(*) FROM sqlite_schema WHERE name = 'sqlite_sequence'") > 0;
    Map<String, String> counters = new TreeMap<>();
    for (String table : counted ? session.texts(COUNTED_TABLES) : List.<String>of()) {
      if (!leftOut.contains(table)) {
        counters.put(table, session.texts(COUNTER.formatted(TypedTable.literal(table))).toString());
      }
    }
    return counters;
  }

  private void compareMaps(String where, Map<String, String> first, Map<String, String> second) {
    Set<String> names = new TreeSet<>(first.keySet());
    names.addAll(second.keySet());
    for (String name : names) {
      String one = first.getOrDefault(name, "missing");
      String other = second.getOrDefault(name, "missing");
      if (!one.equals(other)) {
        differences.add(new Difference(where, name, "", one, other));
      }
    }
  }
}
