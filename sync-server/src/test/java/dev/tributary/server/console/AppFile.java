package dev.tributary.server.console;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** The file of an app, and what the app does to it. */
final class AppFile {
  private AppFile() {}

  /** A new one with a table of notes, whose last column JavaScript's own numbers cannot hold. */
  static Path withNotes(Path file, int rows) throws SQLException {
    run(
        file,
        "CREATE TABLE note (id INTEGER PRIMARY KEY, body TEXT, at INTEGER)",
        "WITH RECURSIVE n (id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM n WHERE id < "
            + rows
            + ") INSERT INTO note SELECT id, 'note ' || id, 1760000000123456789 FROM n");
    return file;
  }

  static void run(Path file, String... statements) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }
}
