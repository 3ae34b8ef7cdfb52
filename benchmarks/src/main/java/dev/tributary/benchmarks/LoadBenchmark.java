package dev.tributary.benchmarks;

import dev.tributary.benchmarks.measure.Goal;
import dev.tributary.benchmarks.server.BenchServer;
import dev.tributary.benchmarks.source.Source;
import dev.tributary.benchmarks.source.SourceFiles;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;

/** The first load of a file into new tables, beside the limit and a peer. */
final class LoadBenchmark {
  private static final long CHATS = 200_000;
  private static final long EVENTS = 2_000_000;

  private final Options options;
  private final SourceFiles files;

  LoadBenchmark(Options options) {
    this.options = options;
    this.files = new SourceFiles(options.sources());
  }

  /** False when some rows were not the same. */
  boolean run() throws IOException, SQLException, InterruptedException {
    boolean same = true;
    if (options.wantsCase("chat") || options.wantsCase("narrow")) {
      try (BenchServer server = BenchServer.installed()) {
        System.out.println("\nserver: " + server.describe());
        if (options.wantsCase("chat")) {
          same &= load(server, chat(), LoadRounds.Extra.ALL, server.hasLz4() ? 0.60 : 0.85);
        }
        if (options.wantsCase("narrow")) {
          same &= load(server, narrow(), Set.of(LoadRounds.Extra.PGLOADER), 0.90);
        }
      }
    }
    return options.wantsCase("chat-pglz") ? same & withoutLz4() : same;
  }

  private boolean withoutLz4() throws IOException, SQLException, InterruptedException {
    try (BenchServer server = BenchServer.bundled()) {
      System.out.println("\nserver: " + server.describe());
      return load(server, chat(), Set.of(), server.hasLz4() ? 0.60 : 0.85);
    }
  }

  private boolean load(
      BenchServer server, Source source, Set<LoadRounds.Extra> extras, double limit)
      throws IOException, SQLException, InterruptedException {
    LoadRounds rounds = new LoadRounds(options, server, source, extras);
    return rounds.run(
        List.of(Goal.atMost("tributary sync / psql \\copy, " + source.name(), limit)));
  }

  private Source chat() throws IOException, SQLException {
    return files.chat(options.scaled(CHATS));
  }

  private Source narrow() throws IOException, SQLException {
    return files.narrow(options.scaled(EVENTS));
  }
}
