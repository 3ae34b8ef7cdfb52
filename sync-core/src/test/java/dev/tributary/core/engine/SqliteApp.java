package dev.tributary.core.engine;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;

/** The app that owns a file, in a few words: each call is a connection of its own. */
record SqliteApp(Path file) {

  /** Runs statements one after the other, each committed by itself. */
  SqliteApp run(String... statements) {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
      return this;
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  /** A number and a text of each row. */
  Map<Integer, String> bodies(String query) {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      Map<Integer, String> bodies = new HashMap<>();
      while (rows.next()) {
        bodies.put(rows.getInt(1), rows.getString(2));
      }
      return bodies;
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }
}
