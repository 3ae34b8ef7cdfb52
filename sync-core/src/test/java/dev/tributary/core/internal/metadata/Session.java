package dev.tributary.core.internal.metadata;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** One open connection of a test, spoken to in plain SQL. */
record Session(Connection connection) implements AutoCloseable {

  void run(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Rows written. */
  int update(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return statement.executeUpdate(sql);
    }
  }

  /** The first column of the first row, as text. */
  String one(String sql, Object... values) throws SQLException {
    List<String> rows = all(sql, values);
    return rows.isEmpty() ? "(no row)" : rows.get(0);
  }

  /** The first column of all rows, as text. */
  List<String> all(String sql, Object... values) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        query.setObject(i + 1, values[i]);
      }
      List<String> found = new ArrayList<>();
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          found.add(String.valueOf(row.getString(1)));
        }
      }
      return found;
    }
  }

  /** The SQLSTATE with which the statement fails; empty when it does not. */
  String fails(String sql) {
    try {
      run(sql);
      return "";
    } catch (SQLException e) {
      return e.getSQLState();
    }
  }

  /** The message with which the statement fails; empty when it does not. */
  String complains(String sql) {
    try {
      run(sql);
      return "";
    } catch (SQLException e) {
      return e.getMessage();
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
