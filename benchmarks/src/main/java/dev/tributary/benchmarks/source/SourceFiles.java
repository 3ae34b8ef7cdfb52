package dev.tributary.benchmarks.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.stream.Collectors;

/** Makes the SQLite files of the benchmarks once and keeps them in the work directory. */
public final class SourceFiles {
  private static final int VERSION = 1;

  private final Path directory;

  public SourceFiles(Path directory) {
    this.directory = directory;
  }

  public Source chat(long rows) throws IOException, SQLException {
    return source("chat", new ChatContent(), rows);
  }

  public Source narrow(long rows) throws IOException, SQLException {
    return source("narrow", new NarrowContent(), rows);
  }

  private Source source(String name, Content content, long rows) throws IOException, SQLException {
    Files.createDirectories(directory);
    String stem = "%s-%d-v%d".formatted(name, rows, VERSION);
    Source source =
        new Source(
            name,
            content,
            rows,
            directory.resolve(stem + ".db"),
            directory.resolve(stem + ".text"));
    if (!Files.exists(source.file())) {
      System.out.println("making " + source.file());
      Path fresh = directory.resolve(stem + ".new");
      Files.deleteIfExists(fresh);
      write(fresh, source);
      Files.move(fresh, source.file(), StandardCopyOption.ATOMIC_MOVE);
    }
    if (!Files.exists(source.text())) {
      CopyText.render(source.file(), source, source.text());
    }
    return source;
  }

  /** In WAL mode, as an app that is written to while we read. */
  private static void write(Path file, Source source) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA journal_mode = OFF");
      statement.execute("PRAGMA synchronous = OFF");
      connection.setAutoCommit(false);
      statement.execute(createTable(source));
      insert(connection, source);
      connection.commit();
      connection.setAutoCommit(true);
      statement.execute("PRAGMA journal_mode = WAL");
    }
  }

  private static String createTable(Source source) {
    String columns =
        source.columns().stream().map(Column::inSqlite).collect(Collectors.joining(", "));
    return "CREATE TABLE "
        + source.table()
        + "("
        + columns.replaceFirst(",", " PRIMARY KEY NOT NULL,")
        + ")";
  }

  private static void insert(Connection connection, Source source) throws SQLException {
    int width = source.columns().size();
    String marks = String.join(", ", Collections.nCopies(width, "?"));
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO " + source.table() + " VALUES (" + marks + ")")) {
      for (long number = 0; number < source.rows(); number++) {
        Object[] row = source.content().row(number);
        for (int i = 0; i < width; i++) {
          insert.setObject(i + 1, row[i]);
        }
        insert.executeUpdate();
      }
    }
  }
}
