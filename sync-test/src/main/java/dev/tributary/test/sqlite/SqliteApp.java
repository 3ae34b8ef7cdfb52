package dev.tributary.test.sqlite;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;

/**
 * The app that owns a file, in a few words: each call is a connection of its own, so nothing stays
 * open between two of them.
 */
public record SqliteApp(Path file) {

  public SqliteApp {
    requireNonNull(file, "file");
  }

  /** Runs statements one after the other, each committed by itself; the file is made if needed. */
  public SqliteApp run(String... statements) {
    try (SqliteSession session = SqliteSession.open(file)) {
      for (String sql : statements) {
        session.run(sql);
      }
      return this;
    }
  }
}
