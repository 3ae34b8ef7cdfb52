package dev.tributary.benchmarks;

import dev.tributary.api.SyncOutcome;
import dev.tributary.api.SyncReport;
import dev.tributary.benchmarks.measure.Goal;
import dev.tributary.benchmarks.measure.Ratios;
import dev.tributary.benchmarks.server.BenchDatabase;
import dev.tributary.benchmarks.server.Parity;
import dev.tributary.benchmarks.source.CopyText;
import dev.tributary.benchmarks.source.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** Changes, reads and syncs in turn, in one warm JVM. */
final class IncrementalRounds {
  private static final int WARM_UP = 3;
  private static final int CHANGED_ROWS = 100;
  private static final int IDLE_PASSES = 300;
  private static final double TIMES_ONE_READ = 1.5;
  private static final double OWN_MILLIS = 1;

  private final Options options;
  private final Source source;
  private final Path file;
  private final Journal journal;
  private final RunningEngine engine;
  private final OpenApp app;
  private final Random random = new Random(7);
  private final List<Double> reads = new ArrayList<>();
  private final List<Double> copies = new ArrayList<>();
  private final List<Double> syncs = new ArrayList<>();
  private String snapshot = "";

  IncrementalRounds(
      Options options,
      Source source,
      Path file,
      Journal journal,
      RunningEngine engine,
      OpenApp app) {
    this.options = options;
    this.source = source;
    this.file = file;
    this.journal = journal;
    this.engine = engine;
    this.app = app;
  }

  /** False when some rows were not the same. */
  boolean run(BenchDatabase database) throws Exception {
    SyncReport first = engine.sync(file);
    System.out.printf(
        "first load in the running engine: %.2f s, snapshot %s%n",
        first.took().toMillis() / 1e3, first.snapshot());
    for (int round = -WARM_UP; round < options.rounds(); round++) {
      round(round >= 0);
    }
    report();
    idle();
    return parity(database);
  }

  private void round(boolean counts) throws IOException, SQLException {
    app.change(source.content().touch(), someRows());
    double copy = journal == Journal.WAL ? 0 : copy();
    double read = EveryCell.read(file, source).seconds();
    long start = System.nanoTime();
    SyncReport report = engine.sync(file);
    double sync = (System.nanoTime() - start) / 1e9;
    requireChanges(report);
    snapshot = report.snapshot();
    if (counts) {
      copies.add(copy);
      reads.add(read);
      syncs.add(sync);
    }
  }

  private static void requireChanges(SyncReport report) {
    if (report.rowsChanged() != CHANGED_ROWS || report.outcome() != SyncOutcome.COMPLETE) {
      throw new IllegalStateException("not 100 changed rows, but " + report);
    }
  }

  private List<Long> someRows() {
    return random.longs(0, source.rows()).distinct().limit(CHANGED_ROWS).boxed().toList();
  }

  /** What a private copy of the file takes at least. */
  private double copy() throws IOException {
    Path target = file.resolveSibling("copy.db");
    long start = System.nanoTime();
    Files.copy(file, target);
    double seconds = (System.nanoTime() - start) / 1e9;
    Files.delete(target);
    return seconds;
  }

  private void report() {
    List<Double> allowed = new ArrayList<>();
    List<Double> beyondCopy = new ArrayList<>();
    for (int i = 0; i < reads.size(); i++) {
      allowed.add(reads.get(i));
      beyondCopy.add(syncs.get(i) - copies.get(i));
    }
    System.out.printf(
        "%d rows changed, n %d, snapshot %s: read every cell %.3f s, copy %.3f s, sync %.3f s%n",
        CHANGED_ROWS,
        reads.size(),
        snapshot,
        Ratios.of(reads).median(),
        Ratios.of(copies).median(),
        Ratios.of(syncs).median());
    Ratios ratio = Ratios.between(beyondCopy, allowed);
    String less = journal == Journal.WAL ? "sync" : "(sync - copy)";
    System.out.println(less + " / read: " + ratio);
    System.out.println(
        Goal.atMost(less + " / one read of every cell, " + journal.caseName(), TIMES_ONE_READ)
            .judge(ratio.median()));
  }

  private void idle() throws InterruptedException {
    // A file that changed a moment ago counts as changed; then one pass confirms it.
    TimeUnit.SECONDS.sleep(3);
    engine.sync(file);
    List<Double> own = new ArrayList<>();
    List<Double> asked = new ArrayList<>();
    List<Double> trips = new ArrayList<>();
    for (int pass = 0; pass < IDLE_PASSES; pass++) {
      long tripsBefore = engine.connections().trips();
      long askedBefore = engine.connections().nanos();
      long start = System.nanoTime();
      SyncReport report = engine.sync(file);
      long took = System.nanoTime() - start;
      requireUnchanged(report);
      long inDatabase = engine.connections().nanos() - askedBefore;
      own.add((took - inDatabase) / 1e6);
      asked.add(inDatabase / 1e6);
      trips.add((double) (engine.connections().trips() - tripsBefore));
    }
    reportIdle(own, asked, trips);
  }

  private static void requireUnchanged(SyncReport report) {
    if (report.outcome() != SyncOutcome.UNCHANGED) {
      throw new IllegalStateException("not unchanged, but " + report);
    }
  }

  private static void reportIdle(List<Double> own, List<Double> asked, List<Double> trips) {
    List<Double> ownLater = own.subList(own.size() / 3, own.size());
    System.out.printf(
        "unchanged file, %d passes: own %s ms, database %s ms, round trips %s%n",
        own.size(), Ratios.of(ownLater), Ratios.of(asked), Ratios.of(trips));
    System.out.println(
        Goal.atMost("unchanged pass, own ms", OWN_MILLIS).judge(Ratios.of(ownLater).median()));
    System.out.println(Goal.atMost("unchanged pass, queries", 1).judge(Ratios.of(trips).median()));
  }

  private boolean parity(BenchDatabase database) throws Exception {
    Path text = file.resolveSibling("app.text");
    CopyText.render(file, source, text);
    Source now = new Source(source.name(), source.content(), source.rows(), file, text);
    database.createPlain(now, "plain");
    ProcessBuilder copy = new ProcessBuilder(Peers.copy(now, "plain")).inheritIO();
    copy.environment().putAll(database.administrator().environment());
    if (copy.start().waitFor() != 0) {
      throw new IOException("psql \\copy failed");
    }
    Parity parity = new Parity(now);
    System.out.println(
        parity.check(database.administrator(), "plain", Tributary.mirror(source.table())));
    return parity.holds();
  }
}
