package dev.tributary.test.sqlite;

import dev.tributary.test.sqlite.SqliteFormat.Encoding;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Does to a file what an application may do, at random: changes of rows and of the schema, in small
 * transactions, some of them rolled back.
 *
 * <p>The same seed on the same file does the same. Each statement is plain SQL in the {@link #log};
 * tables whose names start with {@code live_} are left alone.
 */
public final class RandomOperations implements AutoCloseable {
  private static final Set<Integer> REFUSALS = Set.of(1, 18, 19, 20);
  private static final List<OperationKind> ROW_CHANGES =
      List.of(
          OperationKind.UPDATE_IN_PLACE,
          OperationKind.INSERT,
          OperationKind.DELETE_ONE,
          OperationKind.INSERT_OR_REPLACE);
  private static final List<Integer> PAGE_SIZES = List.of(1024, 2048, 4096, 8192, 16384);

  private final SqliteSession session;
  private final long seed;
  private final RandomText random;
  private final RandomRows rows;
  private final RandomSchemaChanges schemaChanges;
  private final long mostBytes;
  private final OperationDeck deck;
  private final Map<OperationKind, Integer> done = new EnumMap<>(OperationKind.class);
  private final List<String> log = new ArrayList<>();
  private boolean inTransaction;
  private int leftInTransaction;

  private RandomOperations(SqliteSession session, long seed) {
    this.session = session;
    this.seed = seed;
    this.random = new RandomText(seed);
    this.rows = new RandomRows(session, random, new RandomLiterals(random, encoding(session)));
    this.schemaChanges = new RandomSchemaChanges(session, random);
    boolean wal = session.texts("PRAGMA journal_mode").contains("wal");
    this.deck = new OperationDeck(wal ? JournalMode.WAL : JournalMode.DELETE, random);
    this.mostBytes = Math.max(2 * bytes(), bytes() + 8_000_000);
  }

  /** Opens the file with a connection of its own; its journal mode stays. */
  public static RandomOperations on(Path file, long seed) {
    SqliteSession session = SqliteSession.open(file);
    session.run("PRAGMA synchronous = OFF");
    return new RandomOperations(session, seed);
  }

  /** The kinds that this file allows. */
  public Set<OperationKind> kinds() {
    return deck.kinds();
  }

  /** Does so many operations, commits, and returns the statements of these. */
  public List<String> apply(int operations) {
    int start = log.size();
    try {
      for (int i = 0; i < operations; i++) {
        step(draw());
      }
      commit();
    } catch (IllegalStateException e) {
      List<String> last = log.subList(Math.max(0, log.size() - 20), log.size());
      throw new IllegalStateException(
          "seed " + seed + " failed after " + String.join(";\n", last) + ": " + e.getMessage(), e);
    }
    return List.copyOf(log.subList(start, log.size()));
  }

  /** How often each kind was really done: what SQLite refused does not count. */
  public Map<OperationKind, Integer> done() {
    return Collections.unmodifiableMap(done);
  }

  /** All statements so far, in order; what SQLite refused is there as a comment. */
  public List<String> log() {
    return Collections.unmodifiableList(log);
  }

  @Override
  public void close() {
    session.close();
  }

  private static Encoding encoding(SqliteSession session) {
    String name = session.texts("PRAGMA encoding").get(0);
    return Arrays.stream(Encoding.values())
        .filter(known -> known.sqliteName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** A file that has grown too much gets no new rows for a while. */
  private OperationKind draw() {
    OperationKind kind = deck.draw();
    return kind.addsRows() && bytes() > mostBytes ? OperationKind.DELETE_MANY : kind;
  }

  private void step(OperationKind kind) {
    if (kind.standsAlone()) {
      commit();
      standAlone(kind).forEach(this::execute);
      count(kind);
    } else if (kind == OperationKind.ROLLBACK) {
      rollBack();
    } else {
      begin(random.between(1, 4));
      change(kind);
      if (--leftInTransaction <= 0) {
        commit();
      }
    }
  }

  private List<String> standAlone(OperationKind kind) {
    return switch (kind) {
      case VACUUM -> List.of("VACUUM");
      case INCREMENTAL_VACUUM -> List.of("PRAGMA incremental_vacuum(10)");
      default -> List.of("PRAGMA page_size = " + random.oneOf(PAGE_SIZES), "VACUUM");
    };
  }

  private void rollBack() {
    commit();
    begin(1);
    for (int i = random.between(1, 3); i > 0; i--) {
      change(random.oneOf(ROW_CHANGES));
    }
    execute("ROLLBACK");
    inTransaction = false;
    count(OperationKind.ROLLBACK);
  }

  /** Tries tables in random order until one lets this kind happen. */
  private void change(OperationKind kind) {
    List<String> tables = random.shuffled(SchemaObjects.tables(session));
    tables.removeIf(table -> table.startsWith("live_"));
    for (String name : tables) {
      List<String> statements = statements(kind, TableShape.read(session, name));
      if (!statements.isEmpty() && succeeded(statements)) {
        count(kind);
        return;
      }
    }
  }

  private List<String> statements(OperationKind kind, TableShape table) {
    return kind.compareTo(OperationKind.ADD_COLUMN) < 0
        ? rows.statements(kind, table)
        : schemaChanges.statements(kind, table);
  }

  private boolean succeeded(List<String> statements) {
    execute("SAVEPOINT one");
    try {
      statements.forEach(this::execute);
      execute("RELEASE one");
      return true;
    } catch (IllegalStateException e) {
      if (!(e.getCause() instanceof SQLException cause)
          || !REFUSALS.contains(cause.getErrorCode() & 0xff)) {
        throw e;
      }
      log.add("-- refused: " + cause.getMessage());
      execute("ROLLBACK TO one");
      execute("RELEASE one");
      return false;
    }
  }

  private void begin(int operations) {
    if (!inTransaction) {
      execute("BEGIN IMMEDIATE");
      inTransaction = true;
      leftInTransaction = operations;
    }
  }

  private void commit() {
    if (inTransaction) {
      execute("COMMIT");
      inTransaction = false;
    }
  }

  private void execute(String statement) {
    log.add(statement);
    session.run(statement);
  }

  private void count(OperationKind kind) {
    done.merge(kind, 1, Integer::sum);
  }

  private long bytes() {
    return session.number("PRAGMA page_count") * session.number("PRAGMA page_size");
  }
}
