package dev.tributary.benchmarks;

import dev.tributary.benchmarks.measure.Comparison;
import dev.tributary.benchmarks.measure.Goal;
import dev.tributary.benchmarks.measure.Usage;
import dev.tributary.benchmarks.measure.WholeProcess;
import dev.tributary.benchmarks.server.BenchDatabase;
import dev.tributary.benchmarks.server.BenchServer;
import dev.tributary.benchmarks.server.Login;
import dev.tributary.benchmarks.server.Parity;
import dev.tributary.benchmarks.source.Source;
import dev.tributary.benchmarks.source.SourceFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The first load of a file of 600 MB with a heap of 64 MB, and the sync after a few changes. */
final class MemoryBenchmark {
  private static final long CHATS = 226_000;
  private static final String HEAP = "-Xmx64m";
  private static final double PEAK_MEGABYTES = 160;

  private final Options options;

  MemoryBenchmark(Options options) {
    this.options = options;
  }

  /** False when some rows were not the same. */
  boolean run() throws IOException, SQLException, InterruptedException {
    Source source = new SourceFiles(options.sources()).chat(options.scaled(CHATS));
    Path directory = Files.createTempDirectory(options.work(), "memory-");
    try (BenchServer server = BenchServer.installed();
        BenchDatabase database = server.newDatabase("bench_memory");
        OpenApp app = OpenApp.on(source.file())) {
      System.out.println("\nmemory with " + HEAP + ", " + source.describe());
      System.out.println("server: " + server.describe());
      app.describe(source.file()).ifPresent(System.out::println);
      return load(source, server, database, directory);
    } finally {
      Directories.delete(directory);
    }
  }

  private boolean load(Source source, BenchServer server, BenchDatabase database, Path directory)
      throws IOException, SQLException, InterruptedException {
    Tributary tributary = new Tributary(options.launcher(), directory);
    Login node = tributary.prepare(database.administrator());
    Map<String, String> environment = new HashMap<>(tributary.environment());
    environment.put("TRIBUTARY_JAVA_OPTS", HEAP);
    WholeProcess process = new WholeProcess(server, options.work().resolve("programs.log"));
    List<String> command = tributary.sync(source.file(), node);
    Comparison comparison = new Comparison(source.rows(), source.textBytes() / 1e6);
    Usage first = process.run(command, environment);
    comparison.add("tributary sync, first load", first);
    List<String> again = new ArrayList<>(command);
    again.add("--full");
    comparison.add("tributary sync --full, no changes", process.run(again, environment));
    database.createPlain(source, "plain");
    Map<String, String> login = database.administrator().environment();
    comparison.add(LoadRounds.COPY, process.run(Peers.copy(source, "plain"), login));
    System.out.print(comparison.table());
    System.out.println(
        Goal.atMost("peak resident MB of a first load with " + HEAP, PEAK_MEGABYTES)
            .judge(first.peakMegabytes()));
    return parity(source, database);
  }

  private static boolean parity(Source source, BenchDatabase database) throws SQLException {
    Parity parity = new Parity(source);
    System.out.println(
        parity.check(database.administrator(), "plain", Tributary.mirror(source.table())));
    return parity.holds();
  }
}
