package dev.tributary.benchmarks;

import dev.tributary.benchmarks.server.BenchDatabase;
import dev.tributary.benchmarks.server.BenchServer;
import dev.tributary.benchmarks.server.Login;
import dev.tributary.benchmarks.source.Source;
import dev.tributary.benchmarks.source.SourceFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** Few changes, or none, in a large file, seen by an engine that runs for long. */
final class IncrementalBenchmark {
  private static final long CHATS = 200_000;

  private final Options options;

  IncrementalBenchmark(Options options) {
    this.options = options;
  }

  /** False when some rows were not the same. */
  boolean run() throws Exception {
    Source source = new SourceFiles(options.sources()).chat(options.scaled(CHATS));
    boolean same = true;
    try (BenchServer server = BenchServer.installed()) {
      System.out.println("\nserver: " + server.describe());
      for (Journal journal : Journal.values()) {
        if (options.wantsCase(journal.caseName())) {
          same &= run(server, source, journal);
        }
      }
    }
    return same;
  }

  private boolean run(BenchServer server, Source source, Journal journal) throws Exception {
    Path directory = Files.createTempDirectory(options.work(), "incremental-");
    Path file = copy(source, directory, journal);
    System.out.println("\nincremental, " + journal.caseName() + " mode, " + source.describe());
    try (BenchDatabase database = server.newDatabase("bench_incremental")) {
      Login node = new Tributary(options.launcher(), directory).prepare(database.administrator());
      try (RunningEngine engine = new RunningEngine(node, directory.resolve("local"));
          OpenApp app = OpenApp.on(file)) {
        return new IncrementalRounds(options, source, file, journal, engine, app).run(database);
      }
    } finally {
      Directories.delete(directory);
    }
  }

  private static Path copy(Source source, Path directory, Journal journal)
      throws IOException, SQLException {
    Path file = directory.resolve("app.db");
    Files.copy(source.file(), file, StandardCopyOption.REPLACE_EXISTING);
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA journal_mode = " + journal);
    }
    return file;
  }
}
