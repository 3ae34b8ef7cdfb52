package dev.tributary.benchmarks;

import dev.tributary.benchmarks.measure.Machine;
import java.nio.file.Files;

/**
 * Runs the benchmarks one after the other and prints what they find.
 *
 * <p>A missed goal is a result; rows that are not the same afterwards are a failure.
 */
public final class Benchmarks {
  private static final int FAILED = 1;
  private static final int WRONG_USE = 2;

  private Benchmarks() {}

  public static void main(String[] words) throws Exception {
    try {
      Options options = Options.parse(words);
      Files.createDirectories(options.work());
      System.out.println("machine: " + Machine.line());
      System.exit(run(options) ? 0 : FAILED);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(WRONG_USE);
    }
  }

  /** False when rows were not the same. */
  private static boolean run(Options options) throws Exception {
    boolean same = true;
    if (options.wants("load")) {
      same &= new LoadBenchmark(options).run();
    }
    if (options.wants("incremental")) {
      same &= new IncrementalBenchmark(options).run();
    }
    if (options.wants("memory")) {
      same &= new MemoryBenchmark(options).run();
    }
    if (options.wants("app")) {
      same &= new AppBenchmark(options).run();
    }
    if (options.wants("idle")) {
      same &= new IdleBenchmark(options).run();
    }
    if (options.wants("rest")) {
      same &= new RestBenchmark(options).run();
    }
    return same;
  }
}
