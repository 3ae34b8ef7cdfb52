package dev.tributary.benchmarks;

import dev.tributary.api.SyncReport;
import dev.tributary.benchmarks.measure.Goal;
import dev.tributary.benchmarks.measure.Ratios;
import dev.tributary.benchmarks.server.BenchDatabase;
import dev.tributary.benchmarks.server.BenchServer;
import dev.tributary.benchmarks.server.Login;
import dev.tributary.benchmarks.source.Source;
import dev.tributary.benchmarks.source.SourceFiles;
import dev.tributary.test.sqlite.FileState;
import dev.tributary.test.sqlite.JournalMode;
import dev.tributary.test.sqlite.LiveWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What an app that writes all the time notices of being synced: its worst commit, its file. */
final class AppBenchmark {
  private static final long CHATS = 75_500;
  private static final Duration WRITING = Duration.ofSeconds(20);
  private static final Duration PAUSE = Duration.ofSeconds(3);
  private static final double MORE_SECONDS = 0.3;

  private final Options options;
  private final List<Double> growth = new ArrayList<>();

  AppBenchmark(Options options) {
    this.options = options;
  }

  /** False when the file was changed by us. */
  boolean run() throws Exception {
    Source source = new SourceFiles(options.sources()).chat(options.scaled(CHATS));
    Path directory = Files.createTempDirectory(options.work(), "app-");
    Path file = Files.createDirectory(directory.resolve("app")).resolve("app.db");
    Files.copy(source.file(), file);
    useRollbackJournal(file);
    System.out.printf("%napp's view: rollback mode, file of %.1f MB%n", Files.size(file) / 1e6);
    try (BenchServer server = BenchServer.installed();
        BenchDatabase database = server.newDatabase("bench_app")) {
      Login node = new Tributary(options.launcher(), directory).prepare(database.administrator());
      try (RunningEngine engine = new RunningEngine(node, directory.resolve("local"))) {
        return rounds(engine, file);
      }
    } finally {
      Directories.delete(directory);
    }
  }

  private static void useRollbackJournal(Path file) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA journal_mode = delete");
    }
  }

  private boolean rounds(RunningEngine engine, Path file) throws InterruptedException {
    engine.sync(file);
    for (int round = 0; round < options.rounds(); round++) {
      Duration alone = write(file, Duration.ZERO, engine);
      Duration synced = write(file, PAUSE, engine);
      growth.add((synced.toNanos() - alone.toNanos()) / 1e9);
    }
    System.out.println("worst commit grows by, s: " + Ratios.of(growth));
    System.out.println(
        Goal.atMost("worst commit while we sync - without us, s", MORE_SECONDS)
            .judge(Ratios.of(growth).median()));
    return untouched(engine, file);
  }

  /** Writes for a while, with a sync every few seconds when there is a pause between syncs. */
  private static Duration write(Path file, Duration pause, RunningEngine engine)
      throws InterruptedException {
    long end = System.nanoTime() + WRITING.toNanos();
    List<SyncReport> reports = new ArrayList<>();
    LiveWriter.Result result;
    try (LiveWriter writer = LiveWriter.start(file, LiveWriter.Options.of(JournalMode.DELETE))) {
      while (System.nanoTime() < end) {
        TimeUnit.MILLISECONDS.sleep(pause.isZero() ? 200 : pause.toMillis());
        if (!pause.isZero()) {
          reports.add(engine.sync(file));
        }
      }
      result = writer.stop();
    }
    System.out.printf(
        "%-9s commits %d, refused %d, median %.1f ms, worst %.1f ms%s%n",
        pause.isZero() ? "alone:" : "synced:",
        result.commits(),
        result.refused(),
        result.median().toNanos() / 1e6,
        result.worst().toNanos() / 1e6,
        pause.isZero() ? "" : said(reports));
    return result.worst();
  }

  private static String said(List<SyncReport> reports) {
    return ", %d syncs %s, snapshots %s, lock held at most %.0f ms, median sync %.2f s"
        .formatted(
            reports.size(),
            reports.stream().map(SyncReport::outcome).distinct().toList(),
            reports.stream().map(SyncReport::snapshot).distinct().toList(),
            reports.stream().mapToDouble(r -> r.sourceHeld().toNanos() / 1e6).max().orElse(0),
            Ratios.of(reports.stream().map(r -> r.took().toNanos() / 1e9).toList()).median());
  }

  /** With the app at rest, a sync leaves no trace on the file or beside it. */
  private static boolean untouched(RunningEngine engine, Path file) {
    FileState before = FileState.of(file);
    engine.sync(file);
    List<String> differences = before.differencesTo(FileState.of(file));
    System.out.println(
        differences.isEmpty()
            ? "file, owner, mode, journal mode, times and neighbours: unchanged by a sync"
            : "CHANGED BY A SYNC: " + differences);
    return differences.isEmpty();
  }
}
