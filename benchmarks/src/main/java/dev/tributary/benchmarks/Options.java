package dev.tributary.benchmarks;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * What was asked for.
 *
 * @param percent of the full sizes, to try things out
 * @param only the names of cases to run; empty means all
 */
record Options(
    String benchmark, int rounds, Path work, Path launcher, int percent, Set<String> only) {
  private static final Set<String> BENCHMARKS =
      Set.of("load", "incremental", "memory", "app", "idle", "rest", "all");

  static final String USAGE =
      """
      usage: benchmarks/run.sh [load|incremental|memory|app|idle|rest|all]
               [--rounds N] [--work DIR] [--percent P] [--only CASE[,CASE]]""";

  Options {
    if (!BENCHMARKS.contains(benchmark)) {
      throw new IllegalArgumentException("no such benchmark: " + benchmark + "\n" + USAGE);
    }
    if (rounds < 1 || percent < 1 || percent > 100) {
      throw new IllegalArgumentException("rounds must be at least 1, percent 1 to 100\n" + USAGE);
    }
    only = Set.copyOf(only);
  }

  /** Reads the words of the command line; the launcher is named by the script. */
  static Options parse(String... words) {
    Options options =
        new Options(
            "all",
            3,
            Path.of(System.getProperty("java.io.tmpdir"), "tributary-benchmarks"),
            Path.of(System.getProperty("tributary.launcher", "./tributary")),
            100,
            Set.of());
    for (int i = 0; i < words.length; i++) {
      if (words[i].startsWith("--")) {
        String value = i + 1 < words.length ? words[i + 1] : "";
        options = options.with(words[i], value);
        i++;
      } else {
        options = options.withBenchmark(words[i]);
      }
    }
    return options;
  }

  private Options withBenchmark(String name) {
    return new Options(name, rounds, work, launcher, percent, only);
  }

  private Options with(String option, String value) {
    return switch (option) {
      case "--rounds" -> new Options(benchmark, number(value), work, launcher, percent, only);
      case "--work" ->
          new Options(benchmark, rounds, Path.of(value).toAbsolutePath(), launcher, percent, only);
      case "--percent" -> new Options(benchmark, rounds, work, launcher, number(value), only);
      case "--only" ->
          new Options(
              benchmark, rounds, work, launcher, percent, Set.copyOf(List.of(value.split(","))));
      default -> throw new IllegalArgumentException("no such option: " + option + "\n" + USAGE);
    };
  }

  private static int number(String value) {
    if (!value.matches("\\d{1,6}")) {
      throw new IllegalArgumentException("not a number: " + value + "\n" + USAGE);
    }
    return Integer.parseInt(value);
  }

  boolean wants(String name) {
    return benchmark.equals("all") || benchmark.equals(name);
  }

  boolean wantsCase(String name) {
    return only.isEmpty() || only.contains(name);
  }

  long scaled(long rows) {
    return Math.max(1000, rows * percent / 100);
  }

  Path sources() {
    return work.resolve("sources");
  }
}
