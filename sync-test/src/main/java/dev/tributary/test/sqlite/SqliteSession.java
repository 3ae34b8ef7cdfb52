package dev.tributary.test.sqlite;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One connection to a SQLite file, for tests: plain calls, and failures that name the statement.
 *
 * <p>A {@code null} among the values is SQL NULL. One thread at a time.
 */
public final class SqliteSession implements AutoCloseable {
  private final Path file;
  private final Connection connection;
  private final Map<String, PreparedStatement> inserts = new HashMap<>();

  private SqliteSession(Path file, Connection connection) {
    this.file = file;
    this.connection = connection;
  }

  /** Opens the file as an application does: read-write, created if it is not there. */
  public static SqliteSession open(Path file) {
    try {
      SqliteSession session =
          new SqliteSession(file, DriverManager.getConnection("jdbc:sqlite:" + file));
      session.run("PRAGMA busy_timeout = 10000");
      return session;
    } catch (SQLException e) {
      throw new IllegalStateException("cannot open " + file + ": " + e.getMessage(), e);
    }
  }

  /**
   * Opens a file that must exist; statements cannot change it, left-over journals are recovered.
   */
  public static SqliteSession reading(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new IllegalArgumentException("there is no SQLite file " + file);
    }
    SqliteSession session = open(file);
    session.run("PRAGMA query_only = ON");
    return session;
  }

  /** Runs one statement, or several without values. */
  public int run(String sql, @Nullable Object... values) {
    try {
      if (values.length == 0) {
        return runPlain(sql);
      }
      try (PreparedStatement statement = connection.prepareStatement(sql)) {
        bind(statement, values);
        return statement.executeUpdate();
      }
    } catch (SQLException e) {
      throw failed(sql, e);
    }
  }

  /** Inserts one row with a value for each column; the statement is kept for the next row. */
  public void insert(String table, @Nullable Object... values) {
    String sql =
        "INSERT INTO %s VALUES (?%s)".formatted(quoted(table), ", ?".repeat(values.length - 1));
    try {
      PreparedStatement statement = inserts.get(sql);
      if (statement == null) {
        statement = connection.prepareStatement(sql);
        inserts.put(sql, statement);
      }
      bind(statement, values);
      statement.executeUpdate();
    } catch (SQLException e) {
      throw failed(sql, e);
    }
  }

  /** The first column of the first row as a number; 0 if there is none. */
  public long number(String sql) {
    return rows(sql, row -> row.getLong(1)).stream().findFirst().orElse(0L);
  }

  /** The first column of each row as text. */
  public List<String> texts(String sql) {
    return rows(sql, row -> String.valueOf(row.getString(1)));
  }

  /** Reads each row with {@code reader}. */
  public <T> List<T> rows(String sql, RowReader<T> reader) {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      List<T> rows = new ArrayList<>();
      while (result.next()) {
        rows.add(reader.read(result));
      }
      return rows;
    } catch (SQLException e) {
      throw failed(sql, e);
    }
  }

  /** All or nothing. */
  public void inTransaction(Runnable work) {
    run("BEGIN");
    try {
      work.run();
      run("COMMIT");
    } catch (RuntimeException | Error e) {
      rollBack(e);
      throw e;
    }
  }

  /** SQLite may have rolled back by itself, such as when the disk is full. */
  private void rollBack(Throwable first) {
    try {
      run("ROLLBACK");
    } catch (IllegalStateException e) {
      first.addSuppressed(e);
    }
  }

  /** The connection itself, for what has no call here. */
  public Connection connection() {
    return connection;
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IllegalStateException("cannot close " + file + ": " + e.getMessage(), e);
    }
  }

  /** A name as SQL text, whatever is in it. */
  public static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  /** Reads the current row of a result. */
  @FunctionalInterface
  public interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }

  private int runPlain(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return statement.executeUpdate(sql);
    }
  }

  private static void bind(PreparedStatement statement, @Nullable Object[] values)
      throws SQLException {
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
  }

  private IllegalStateException failed(String sql, SQLException cause) {
    return new IllegalStateException(
        "%s: %s in: %s".formatted(file.getFileName(), cause.getMessage(), shortened(sql)), cause);
  }

  private static String shortened(String sql) {
    return sql.length() <= 2000 ? sql : sql.substring(0, 2000) + "...";
  }
}
