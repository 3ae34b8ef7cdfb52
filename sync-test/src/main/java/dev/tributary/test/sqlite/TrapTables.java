package dev.tributary.test.sqlite;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Makes a file with one table per known trap: keys, storage classes, declared types, names, and
 * objects that are no ordinary tables.
 *
 * <p>The statements are in {@code trap-tables.sql} beside this class.
 */
public final class TrapTables {
  /** In the header of every file made here, so that a copy without it shows. */
  public static final int USER_VERSION = 31;

  /** In the header of every file made here. */
  public static final int APPLICATION_ID = 0x54524942;

  /** The columns of {@code wide_300}, beside its key. */
  public static final int WIDE_COLUMNS = 300;

  private TrapTables() {}

  /** Writes and closes the file. */
  public static void create(Path file, SqliteFormat format) {
    if (Files.exists(file)) {
      throw new IllegalArgumentException("there is a file already: " + file);
    }
    try (SqliteSession session = SqliteSession.open(file)) {
      format.applyTo(session);
      session.inTransaction(() -> SqlScript.statements("trap-tables.sql").forEach(session::run));
      session.inTransaction(() -> createWide(session, "wide_300", WIDE_COLUMNS));
      session.run("PRAGMA user_version = " + USER_VERSION);
      session.run("PRAGMA application_id = " + APPLICATION_ID);
    }
  }

  /**
   * Adds a table with more columns than PostgreSQL takes: its rows cannot be mirrored as rows.
   *
   * <p>Not part of {@link #create}, because a mirror may refuse such a table.
   */
  public static void addTooWideTable(Path file) {
    try (SqliteSession session = SqliteSession.open(file)) {
      createWide(session, "wide_1700", 1700);
    }
  }

  private static void createWide(SqliteSession session, String name, int width) {
    String columns =
        IntStream.rangeClosed(1, width).mapToObj(i -> "c" + i).collect(Collectors.joining(", "));
    String values =
        IntStream.rangeClosed(1, width)
            .mapToObj(i -> i % 7 == 0 ? "NULL" : i % 2 == 0 ? "'v" + i + "'" : "" + i)
            .collect(Collectors.joining(", "));
    session.run("CREATE TABLE %s (id INTEGER PRIMARY KEY, %s)".formatted(name, columns));
    session.run("INSERT INTO %s VALUES (1, %s)".formatted(name, values));
  }
}
