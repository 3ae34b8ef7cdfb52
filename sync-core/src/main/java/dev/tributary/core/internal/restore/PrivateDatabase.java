package dev.tributary.core.internal.restore;

import dev.tributary.core.internal.table.SourceSchema.Header;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.sqlite.JDBC;
import org.sqlite.SQLiteConnection;

/**
 * The connection to a SQLite file that nobody else has seen yet.
 *
 * <p>So it needs no journal and no waiting for the disk, and it enforces no rule: rows come back as
 * they were, also those that break one.
 */
final class PrivateDatabase implements AutoCloseable {
  private final SQLiteConnection connection;
  private final StandIns standIns;

  private PrivateDatabase(SQLiteConnection connection) {
    this.connection = connection;
    this.standIns = new StandIns(connection);
  }

  /** Gives an empty file its header, which is fixed from then on. */
  static PrivateDatabase create(Path file, Header header) {
    PrivateDatabase database = connect(file);
    database.run("PRAGMA page_size = " + header.pageSize());
    database.run("PRAGMA encoding = '" + header.encoding().pragma() + "'");
    database.run("PRAGMA auto_vacuum = " + header.autoVacuum());
    database.settle();
    database.run("PRAGMA user_version = " + header.userVersion());
    database.run("PRAGMA application_id = " + header.applicationId());
    return database;
  }

  static PrivateDatabase open(Path file) {
    PrivateDatabase database = connect(file);
    database.settle();
    return database;
  }

  /** By URI, since the driver would take a question mark in a plain name for its own. */
  private static PrivateDatabase connect(Path file) {
    String url = "jdbc:sqlite:file:" + file.toUri().getRawPath();
    try {
      return new PrivateDatabase(JDBC.createConnection(url, new Properties()));
    } catch (SQLException e) {
      throw RestoreFailures.of("open " + file, e);
    }
  }

  private void settle() {
    run("PRAGMA journal_mode = OFF");
    run("PRAGMA synchronous = OFF");
    run("PRAGMA locking_mode = EXCLUSIVE");
    run("PRAGMA foreign_keys = OFF");
    run("PRAGMA ignore_check_constraints = ON");
    run("PRAGMA cache_size = -32768");
  }

  /** From now on a statement that fails leaves the file as it was. */
  void keepWayBack() {
    run("PRAGMA journal_mode = MEMORY");
  }

  SQLiteConnection connection() {
    return connection;
  }

  /** Runs one statement. */
  void run(String sql) {
    try {
      execute(sql);
    } catch (SQLException e) {
      throw RestoreFailures.of("build the file with " + shortened(sql), e);
    }
  }

  /** Runs one statement, with stand-ins for the collations and functions that it misses. */
  void runWithStandIns(String sql) {
    boolean again = true;
    while (again) {
      try {
        execute(sql);
        again = false;
      } catch (SQLException e) {
        if (!standIns.standInFor(e)) {
          throw RestoreFailures.of("build the file with " + shortened(sql), e);
        }
      }
    }
  }

  /** The application's own collations that statements have missed so far. */
  List<String> missedCollations() {
    return standIns.collations();
  }

  /** Runs one statement whose failure the caller judges. */
  void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Runs a statement with values. */
  void run(String sql, Object... values) {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      statement.executeUpdate();
    } catch (SQLException e) {
      throw RestoreFailures.of("build the file with " + shortened(sql), e);
    }
  }

  <T> List<T> rows(String sql, RowReader<T> reader) {
    try (Statement statement = connection.createStatement();
        ResultSet results = statement.executeQuery(sql)) {
      List<T> rows = new ArrayList<>();
      while (results.next()) {
        rows.add(reader.read(results));
      }
      return rows;
    } catch (SQLException e) {
      throw RestoreFailures.of("check the file with " + shortened(sql), e);
    }
  }

  /** Lets the body change {@code sqlite_schema} itself, and makes SQLite read it anew. */
  void writingSchema(Runnable body) {
    run("PRAGMA writable_schema = ON");
    run("BEGIN");
    body.run();
    run("COMMIT");
    run("PRAGMA writable_schema = RESET");
  }

  private static String shortened(String sql) {
    return sql.length() <= 200 ? sql : sql.substring(0, 200) + "...";
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw RestoreFailures.of("close the file", e);
    }
  }

  /** Reads one value off a result set. */
  @FunctionalInterface
  interface RowReader<T> {
    T read(ResultSet results) throws SQLException;
  }
}
