package dev.tributary.benchmarks;

import dev.tributary.benchmarks.measure.Goal;
import dev.tributary.benchmarks.measure.LivingProcess;
import dev.tributary.benchmarks.measure.Ratios;
import dev.tributary.benchmarks.server.BenchDatabase;
import dev.tributary.benchmarks.server.BenchServer;
import dev.tributary.benchmarks.server.Login;
import dev.tributary.benchmarks.server.Sql;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** A node that answers many questions while it syncs: how fast it answers, and what syncs pay. */
final class RestBenchmark {
  private static final int CLIENTS = 50;
  private static final int PER_SECOND = 200;
  private static final int SECONDS = 20;
  private static final int FIRST_SECONDS = 40;
  private static final double P99_MILLIS = 50;
  private static final double SLOWER = 1.15;
  private static final double RESIDENT_MEGABYTES = 300;
  private static final double START_SECONDS = 5;

  private static final List<Boolean> ORDER = List.of(false, true);
  private static final List<Boolean> REVERSED = List.of(true, false);

  private final Options options;

  RestBenchmark(Options options) {
    this.options = options;
  }

  /** False when an answer was an error. */
  boolean run() throws IOException, SQLException, InterruptedException {
    Path directory = Files.createTempDirectory(options.work(), "rest-");
    try (BenchServer server = BenchServer.installed();
        BenchDatabase database = server.newDatabase("bench_rest")) {
      System.out.printf(
          Locale.ROOT, "%nrest, %d requests/s while %d clients sync%n", PER_SECOND, CLIENTS);
      System.out.println("server: " + server.describe());
      Tributary tributary = new Tributary(options.launcher(), directory);
      Login node = tributary.prepare(database.administrator());
      Path log = directory.resolve("node.log");
      ProcessBuilder serve = tributary.serve(node);
      serve.environment().put("TRIBUTARY_JAVA_OPTS", "-Xmx128m");
      long start = System.nanoTime();
      try (ServedNode served = ServedNode.start(serve, log);
          Sql sql = Sql.to(database.administrator())) {
        String url = served.awaitUrl();
        double took = (System.nanoTime() - start) / 1e9;
        System.out.println(Goal.atMost("seconds from start to ready", START_SECONDS).judge(took));
        return measureBusy(directory, url, served.process(), sql);
      }
    } finally {
      Directories.delete(directory);
    }
  }

  private boolean measureBusy(Path directory, String url, LivingProcess process, Sql sql)
      throws IOException, SQLException, InterruptedException {
    BusyApps apps = BusyApps.start(directory, CLIENTS, sql);
    try {
      return measure(url, process, sql);
    } finally {
      apps.close();
    }
  }

  private boolean measure(String url, LivingProcess process, Sql sql)
      throws IOException, SQLException, InterruptedException {
    TimeUnit.SECONDS.sleep(SECONDS / 2); // first syncs
    System.out.printf(
        Locale.ROOT,
        "mean ms of a sync in the first %d s of questions, while Java compiles: %.0f%n",
        FIRST_SECONDS,
        loaded(load(url), FIRST_SECONDS, sql));
    RestLoad load = load(url);
    List<Double> quiet = new ArrayList<>();
    List<Double> loaded = new ArrayList<>();
    double cpu = 0;
    for (int i = 0; i < options.rounds(); i++) {
      for (boolean asked : i % 2 == 0 ? ORDER : REVERSED) {
        double before = process.cpu();
        (asked ? loaded : quiet).add(asked ? loaded(load, SECONDS, sql) : quiet(sql));
        cpu += (process.cpu() - before) * (asked ? 1 : -1);
      }
    }
    Ratios slower = Ratios.between(loaded, quiet);
    System.out.printf(
        Locale.ROOT,
        "mean ms of a sync, quiet %s, asked %s, ratio %s%n",
        rounded(quiet),
        rounded(loaded),
        slower);
    System.out.printf(
        Locale.ROOT,
        "%d requests, %d errors, node's cpu %.2f ms each%n",
        load.requests(),
        load.errors(),
        1e3 * cpu / load.requests());
    System.out.println(Goal.atMost("ms, p99 of all answers", P99_MILLIS).judge(load.p99()));
    System.out.println(
        Goal.atMost("a sync while asked, by one while not", SLOWER).judge(slower.median()));
    System.out.println(
        Goal.atMost("resident MB of the node", RESIDENT_MEGABYTES).judge(process.peakMegabytes()));
    return load.errors() == 0;
  }

  private static RestLoad load(String url) {
    List<String> paths = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      paths.add("/api/v1/state?key=deployment.c" + i);
      paths.add(i % 2 == 0 ? "/health" : "/api/v1/state/deployment.c" + i);
    }
    return new RestLoad(URI.create(url), paths, PER_SECOND);
  }

  private static double quiet(Sql sql) throws SQLException, InterruptedException {
    String since = sql.text("SELECT clock_timestamp()");
    TimeUnit.SECONDS.sleep(SECONDS);
    return meanMillis(since, sql);
  }

  private static double loaded(RestLoad load, int seconds, Sql sql)
      throws SQLException, InterruptedException {
    String since = sql.text("SELECT clock_timestamp()");
    load.run(seconds);
    return meanMillis(since, sql);
  }

  private static double meanMillis(String since, Sql sql) throws SQLException {
    return Double.parseDouble(
        sql.text(
            "SELECT 1000 * avg(duration_seconds) FROM sync_metadata.sync_jobs"
                + " WHERE status = 'success' AND started_at > '"
                + since
                + "'"));
  }

  private static List<Long> rounded(List<Double> values) {
    return values.stream().map(Math::round).toList();
  }
}
