package dev.tributary.benchmarks;

import dev.tributary.benchmarks.measure.Comparison;
import dev.tributary.benchmarks.measure.Goal;
import dev.tributary.benchmarks.measure.WholeProcess;
import dev.tributary.benchmarks.server.BenchDatabase;
import dev.tributary.benchmarks.server.BenchServer;
import dev.tributary.benchmarks.server.Login;
import dev.tributary.benchmarks.server.Parity;
import dev.tributary.benchmarks.source.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Loads one source by each means in turn, in a new database each round.
 *
 * <p>The order turns from round to round, so that nobody always comes first.
 */
final class LoadRounds {
  static final String COPY = "psql \\copy text";
  private static final String COPY_LZ4 = "psql \\copy text, lz4 columns";
  static final String OURS = "tributary sync";
  private static final String PGLOADER = "pgloader";
  private static final double PGLOADER_IS_SLOWER = 3;

  /** Cases beside the two that every load has. */
  enum Extra {
    COPY_LZ4,
    PGLOADER;

    static final Set<Extra> ALL = EnumSet.allOf(Extra.class);
  }

  private final Options options;
  private final BenchServer server;
  private final Source source;
  private final Set<Extra> extras;
  private final Comparison comparison;
  private final Parity parity;
  private final WholeProcess process;

  LoadRounds(Options options, BenchServer server, Source source, Set<Extra> wanted)
      throws IOException, SQLException {
    this.options = options;
    this.server = server;
    this.source = source;
    this.extras = possible(wanted, server);
    this.comparison = new Comparison(source.rows(), source.textBytes() / 1e6);
    this.parity = new Parity(source);
    this.process = new WholeProcess(server, options.work().resolve("programs.log"));
  }

  private static Set<Extra> possible(Set<Extra> wanted, BenchServer server) throws SQLException {
    Set<Extra> possible = EnumSet.noneOf(Extra.class);
    possible.addAll(wanted);
    if (!server.hasLz4()) {
      possible.remove(Extra.COPY_LZ4);
    }
    if (possible.contains(Extra.PGLOADER) && !Peers.hasPgloader()) {
      System.out.println("pgloader is not installed: left out");
      possible.remove(Extra.PGLOADER);
    }
    return possible;
  }

  /** False when some rows were not the same. */
  boolean run(List<Goal> goals) throws IOException, SQLException, InterruptedException {
    System.out.println("\nload " + source.describe());
    try (OpenApp app = OpenApp.on(source.file())) {
      for (int round = 0; round < options.rounds(); round++) {
        round(round);
      }
      app.describe(source.file()).ifPresent(System.out::println);
    }
    System.out.print(comparison.table());
    goals.forEach(goal -> System.out.println(goal.judge(comparison.ratio(OURS, COPY).median())));
    if (extras.contains(Extra.PGLOADER)) {
      Goal slower = Goal.atLeast("pgloader / tributary sync, " + source.name(), PGLOADER_IS_SLOWER);
      System.out.println(slower.judge(comparison.ratio(PGLOADER, OURS).median()));
    }
    return parity.holds();
  }

  private void round(int round) throws IOException, SQLException, InterruptedException {
    try (BenchDatabase database = server.newDatabase("bench_load")) {
      if (round % 2 == 0) {
        copies(database);
        ours(database);
      } else {
        ours(database);
        copies(database);
      }
      System.out.println(
          parity.check(database.administrator(), "plain", Tributary.mirror(source.table())));
      if (extras.contains(Extra.PGLOADER)) {
        pgloader(database);
      }
    }
  }

  private void copies(BenchDatabase database)
      throws IOException, SQLException, InterruptedException {
    database.createPlain(source, "plain");
    copy(database, COPY, "plain");
    if (extras.contains(Extra.COPY_LZ4)) {
      database.createPlainLz4(source, "plain_lz4");
      copy(database, COPY_LZ4, "plain_lz4");
    }
  }

  private void copy(BenchDatabase database, String name, String table)
      throws IOException, SQLException, InterruptedException {
    database.settle();
    comparison.add(
        name, process.run(Peers.copy(source, table), database.administrator().environment()));
  }

  private void ours(BenchDatabase database) throws IOException, SQLException, InterruptedException {
    Path directory = Files.createTempDirectory(options.work(), "tributary-");
    Tributary tributary = new Tributary(options.launcher(), directory);
    Login node = tributary.prepare(database.administrator());
    database.settle();
    comparison.add(OURS, process.run(tributary.sync(source.file(), node), tributary.environment()));
    Directories.delete(directory);
  }

  private void pgloader(BenchDatabase database)
      throws IOException, SQLException, InterruptedException {
    Path directory = Files.createTempDirectory(options.work(), "pgloader-");
    List<String> command = Peers.pgloader(source, database.administrator(), directory);
    database.settle();
    comparison.add(PGLOADER, process.run(command, database.administrator().environment()));
    Directories.delete(directory);
  }
}
