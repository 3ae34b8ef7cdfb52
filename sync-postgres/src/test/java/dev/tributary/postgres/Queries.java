package dev.tributary.postgres;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Asks a server one question over a connection of its own. */
final class Queries {
  private Queries() {}

  static Connection connect(PostgresAccess access) throws SQLException {
    return DriverManager.getConnection(
        access.jdbcUrl("postgres"), access.user(), access.password());
  }

  static String answer(PostgresAccess access, String query) throws SQLException {
    try (Connection connection = connect(access);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getString(1);
    }
  }

  static void run(PostgresAccess access, String sql) throws SQLException {
    try (Connection connection = connect(access);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
