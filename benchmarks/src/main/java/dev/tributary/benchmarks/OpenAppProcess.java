package dev.tributary.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/** The other process of {@link OpenApp}: ends when its standard input does. */
final class OpenAppProcess {
  private OpenAppProcess() {}

  public static void main(String[] arguments) throws IOException, SQLException {
    BufferedReader orders =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + arguments[0]);
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA busy_timeout = 10000");
      statement.executeQuery("SELECT count(*) FROM sqlite_schema").close();
      System.out.println("open");
      String order = orders.readLine();
      while (order != null) {
        obey(connection, order);
        System.out.println("done");
        order = orders.readLine();
      }
    }
  }

  private static void obey(Connection connection, String order) throws SQLException {
    int bar = order.indexOf('|');
    connection.setAutoCommit(false);
    try (PreparedStatement change = connection.prepareStatement(order.substring(bar + 1))) {
      for (String number : order.substring(0, bar).split(" ")) {
        change.setLong(1, Long.parseLong(number));
        change.executeUpdate();
      }
    }
    connection.commit();
    connection.setAutoCommit(true);
  }
}
