package dev.tributary.core.internal;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.SQLiteConnection;

/** A SQLite database of one test. */
public final class ScratchFile implements AutoCloseable {
  private final Connection connection;

  private ScratchFile(String url) {
    try {
      connection = DriverManager.getConnection(url);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  public static ScratchFile inMemory() {
    return new ScratchFile("jdbc:sqlite::memory:");
  }

  public static ScratchFile at(Path path) {
    return new ScratchFile("jdbc:sqlite:" + path);
  }

  /** Runs the statements one by one. */
  public ScratchFile run(String... statements) {
    for (String sql : statements) {
      try (Statement statement = connection.createStatement()) {
        statement.execute(sql);
      } catch (SQLException e) {
        throw new IllegalStateException(sql, e);
      }
    }
    return this;
  }

  public ScratchFile run(String sql, Object[] values) {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      statement.execute();
      return this;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  public SQLiteConnection connection() {
    return (SQLiteConnection) connection;
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
