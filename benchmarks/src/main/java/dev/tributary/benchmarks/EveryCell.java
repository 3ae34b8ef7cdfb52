package dev.tributary.benchmarks;

import dev.tributary.benchmarks.source.Column;
import dev.tributary.benchmarks.source.Source;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Reads every cell of a table once, through public JDBC and as fast as that goes.
 *
 * <p>Texts as bytes, numbers as numbers: no strings are built, no cell's class is asked for. That
 * is faster than {@code getObject}, and knows of the columns what a mirror has to find out.
 */
final class EveryCell {
  private EveryCell() {}

  /** Seconds, and something made of all cells so that none is left unread. */
  record Read(double seconds, long sum) {}

  static Read read(Path file, Source source) throws SQLException {
    long start = System.nanoTime();
    long sum = 0;
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:file:" + file + "?mode=ro");
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("SELECT " + source.columnNames() + " FROM " + source.table())) {
      Column.Type[] types = source.columns().stream().map(Column::type).toArray(Column.Type[]::new);
      while (rows.next()) {
        for (int i = 0; i < types.length; i++) {
          sum += cell(rows, i + 1, types[i]);
        }
      }
    }
    return new Read((System.nanoTime() - start) / 1e9, sum);
  }

  private static long cell(ResultSet rows, int column, Column.Type type) throws SQLException {
    return switch (type) {
      case INTEGER -> rows.getLong(column);
      case REAL -> (long) rows.getDouble(column);
      case TEXT, JSON -> length(rows.getBytes(column));
    };
  }

  private static long length(byte[] bytes) {
    return bytes == null ? 0 : bytes.length;
  }
}
