package dev.tributary.benchmarks;

import dev.tributary.benchmarks.measure.Goal;
import dev.tributary.benchmarks.measure.LivingProcess;
import dev.tributary.benchmarks.server.BenchDatabase;
import dev.tributary.benchmarks.server.BenchServer;
import dev.tributary.benchmarks.server.Login;
import dev.tributary.benchmarks.server.Sql;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** A node with many clients whose files nobody changes: a pass, a minute, its memory. */
final class IdleBenchmark {
  private static final int CLIENTS = 500;
  private static final int PASSES = 5;
  private static final int MINUTE = 60;
  private static final double PASS_MILLIS = 250;
  private static final double RESIDENT_MEGABYTES = 250;
  private static final double CORE_PERCENT = 1;
  private static final long PATIENCE_SECONDS = 180;

  private final Options options;

  IdleBenchmark(Options options) {
    this.options = options;
  }

  /** False when a mirror is missing. */
  boolean run() throws IOException, SQLException, InterruptedException {
    Path directory = Files.createTempDirectory(options.work(), "idle-");
    try (BenchServer server = BenchServer.installed();
        BenchDatabase database = server.newDatabase("bench_idle")) {
      System.out.printf(Locale.ROOT, "%nidle, %d clients with unchanged files%n", CLIENTS);
      System.out.println("server: " + server.describe());
      Tributary tributary = new Tributary(options.launcher(), directory);
      Login node = tributary.prepare(database.administrator());
      try (Sql sql = Sql.to(database.administrator())) {
        register(directory, sql);
        Path log = options.work().resolve("node.log");
        try (ServedNode served = ServedNode.start(tributary.serve(node), log)) {
          return measure(served.process(), sql);
        }
      }
    } finally {
      Directories.delete(directory);
    }
  }

  private static void register(Path directory, Sql sql) throws IOException, SQLException {
    SmallApps.register(
        directory,
        CLIENTS,
        60,
        sql,
        "CREATE TABLE note (id INTEGER PRIMARY KEY, body TEXT)",
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100)"
            + " INSERT INTO note SELECT i, hex(randomblob(50)) FROM n");
  }

  private static boolean measure(LivingProcess process, Sql sql)
      throws IOException, SQLException, InterruptedException {
    double start = System.nanoTime();
    awaitClients(sql, "last_sync_status IN ('success', 'unchanged')");
    System.out.printf(
        Locale.ROOT,
        "first syncs of all: %.1f s, node's cpu %.1f s, resident %.0f MB%n",
        (System.nanoTime() - start) / 1e9,
        process.cpu(),
        process.residentMegabytes());
    List<Double> passes = new ArrayList<>();
    for (int i = 0; i < PASSES; i++) {
      passes.add(pass(process, sql));
    }
    System.out.printf(
        Locale.ROOT, "cpu ms of one full pass, in their order: %s%n", passes.toString());
    double before = process.cpu();
    TimeUnit.SECONDS.sleep(MINUTE);
    double percent = 100 * (process.cpu() - before) / MINUTE;
    System.out.println(
        Goal.atMost("cpu ms of a full pass over 500 unchanged files, the median", PASS_MILLIS)
            .judge(passes.stream().sorted().toList().get(PASSES / 2)));
    System.out.println(
        Goal.atMost("percent of a core while idle at intervals of 60 s", CORE_PERCENT)
            .judge(percent));
    System.out.println(
        Goal.atMost("resident MB of the node", RESIDENT_MEGABYTES)
            .judge(process.residentMegabytes()));
    System.out.printf(Locale.ROOT, "peak resident: %.0f MB%n", process.peakMegabytes());
    String changed =
        sql.text("SELECT count(*) FROM sync_metadata.sync_jobs WHERE status <> 'success'");
    System.out.println("parity: runs that did not succeed: " + changed);
    return changed.equals("0");
  }

  /** All due at once; the pause lets what is not the pass end before and after. */
  private static double pass(LivingProcess process, Sql sql)
      throws SQLException, InterruptedException {
    TimeUnit.SECONDS.sleep(3);
    double before = process.cpu();
    sql.run(
        "UPDATE sync_metadata.client_deployments"
            + " SET next_sync_at = NULL, last_sync_at = now() - interval '1 hour'");
    awaitClients(sql, "last_sync_at > now() - interval '1 minute'");
    TimeUnit.MILLISECONDS.sleep(200);
    return Math.round(1e3 * (process.cpu() - before));
  }

  private static void awaitClients(Sql sql, String condition)
      throws SQLException, InterruptedException {
    String wanted = Integer.toString(CLIENTS);
    String query =
        "SELECT count(*) FROM sync_metadata.client_deployments WHERE status = 'active' AND "
            + condition;
    for (long i = 0; i < PATIENCE_SECONDS * 10; i++) {
      if (sql.text(query).equals(wanted)) {
        return;
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
    throw new IllegalStateException(
        "only " + sql.text(query) + " of " + wanted + " clients are there: " + condition);
  }
}
