package dev.tributary.server.doctor;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Questions of one row or one column. */
final class Asked {
  private Asked() {}

  /** The first row, column by column; empty text for NULL. */
  static List<String> row(Connection connection, String sql, String... values) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        query.setString(i + 1, values[i]);
      }
      try (ResultSet row = query.executeQuery()) {
        List<String> cells = new ArrayList<>();
        boolean found = row.next();
        for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
          String cell = found ? row.getString(i) : null;
          cells.add(cell == null ? "" : cell);
        }
        return cells;
      }
    }
  }

  static String one(Connection connection, String sql, String... values) throws SQLException {
    return row(connection, sql, values).get(0);
  }
}
