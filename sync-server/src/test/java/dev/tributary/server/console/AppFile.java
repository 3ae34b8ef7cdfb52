package dev.tributary.server.console;

import dev.tributary.test.sqlite.SqliteApp;
import java.nio.file.Path;

/** The file of an app as the console shows it. */
final class AppFile {
  private AppFile() {}

  /** A new one with a table of notes, whose last column JavaScript's own numbers cannot hold. */
  static Path withNotes(Path file, int rows) {
    new SqliteApp(file)
        .run(
            "CREATE TABLE note (id INTEGER PRIMARY KEY, body TEXT, at INTEGER)",
            "WITH RECURSIVE n (id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM n WHERE id < "
                + rows
                + ") INSERT INTO note SELECT id, 'note ' || id, 1760000000123456789 FROM n");
    return file;
  }
}
