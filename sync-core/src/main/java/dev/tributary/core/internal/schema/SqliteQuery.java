package dev.tributary.core.internal.schema;

import dev.tributary.core.internal.sqlite.SqliteFailures;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Runs queries on the snapshot's connection; a failure says what could not be read. */
final class SqliteQuery {
  private final Connection connection;

  SqliteQuery(Connection connection) {
    this.connection = connection;
  }

  <T> List<T> rows(String what, String sql, RowReader<T> reader) {
    return read(
        what,
        sql,
        results -> {
          List<T> rows = new ArrayList<>();
          while (results.next()) {
            rows.add(reader.read(results));
          }
          return rows;
        });
  }

  /** The first row; for queries that always have one. */
  <T> T one(String what, String sql, RowReader<T> reader) {
    return rows(what, sql, reader).get(0);
  }

  boolean isTrue(String what, String sql) {
    return one(what, sql, results -> results.getBoolean(1));
  }

  <T> T read(String what, String sql, RowReader<T> reader) {
    try (Statement statement = connection.createStatement();
        ResultSet results = statement.executeQuery(sql)) {
      return reader.read(results);
    } catch (SQLException e) {
      throw SqliteFailures.toSyncException("read " + what, e);
    }
  }

  /** Reads one value off a result set. */
  @FunctionalInterface
  interface RowReader<T> {
    T read(ResultSet results) throws SQLException;
  }
}
