package dev.tributary.server.cli;

import dev.tributary.test.sqlite.SqliteApp;
import java.nio.file.Path;

/** Small SQLite files for the tests of the commands. */
final class SourceFiles {
  private SourceFiles() {}

  /** One table {@code note} with three rows. */
  static Path small(Path file) {
    new SqliteApp(file)
        .run(
            "CREATE TABLE note (id INTEGER PRIMARY KEY, body TEXT, at INTEGER)",
            "INSERT INTO note VALUES (1, 'one', 1760000000), (2, '', NULL), (3, 'drei \u00fc', 3)");
    return file;
  }
}
