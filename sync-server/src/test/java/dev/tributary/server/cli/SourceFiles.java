package dev.tributary.server.cli;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** Small SQLite files for the tests of the commands. */
final class SourceFiles {
  private SourceFiles() {}

  /** One table {@code note} with three rows. */
  static Path small(Path file) throws SQLException {
    run(
        file,
        "CREATE TABLE note (id INTEGER PRIMARY KEY, body TEXT, at INTEGER)",
        "INSERT INTO note VALUES (1, 'one', 1760000000), (2, '', NULL), (3, 'drei \u00fc', 3)");
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
