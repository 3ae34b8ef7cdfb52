package dev.tributary.benchmarks.server;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** A connection for the benchmarks' own questions. */
public final class Sql implements AutoCloseable {
  private final Connection connection;

  private Sql(Connection connection) {
    this.connection = connection;
  }

  public static Sql to(Login login) throws SQLException {
    return new Sql(DriverManager.getConnection(login.jdbcUrl(), login.user(), login.password()));
  }

  public void run(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  public String text(String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return String.valueOf(row.getString(1));
    }
  }

  long number(String query) throws SQLException {
    return Long.parseLong(text(query));
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
