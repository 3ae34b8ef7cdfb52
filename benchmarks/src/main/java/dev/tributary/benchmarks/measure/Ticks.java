package dev.tributary.benchmarks.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** CPU seconds as Linux counts them in {@code /proc}, in steps of 10 ms. */
final class Ticks {
  private static final double PER_SECOND = 100;
  private static final int USER = 11;
  private static final int SYSTEM = 12;
  private static final int REAPED_USER = 13;
  private static final int REAPED_SYSTEM = 14;
  private static final int IDLE = 3;
  private static final int WAITING = 4;

  private Ticks() {}

  /** Of a process, of those of its children that ended, and of those that live. */
  static double ofTree(long process) {
    List<String> own = stat(Path.of("/proc/" + process + "/stat"));
    double sum = sum(own, USER, SYSTEM, REAPED_USER, REAPED_SYSTEM);
    try (Stream<ProcessHandle> children =
        ProcessHandle.of(process).map(ProcessHandle::children).orElse(Stream.of())) {
      return sum + children.mapToDouble(child -> of(child.pid())).sum();
    }
  }

  /** Of one process alone. */
  static double of(long process) {
    return sum(stat(Path.of("/proc/" + process + "/stat")), USER, SYSTEM);
  }

  /** Of the whole machine since it started. */
  static double ofMachine() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/stat"))) {
      List<String> fields = List.of(lines.findFirst().orElseThrow().trim().split(" +"));
      double all = 0;
      for (int i = 0; i < 8; i++) {
        all += i == IDLE || i == WAITING ? 0 : Double.parseDouble(fields.get(i + 1));
      }
      return all / PER_SECOND;
    } catch (IOException e) {
      return 0;
    }
  }

  /** The fields after the name, which may hold blanks. A process that is gone has none. */
  private static List<String> stat(Path file) {
    try {
      String line = Files.readString(file);
      return List.of(line.substring(line.lastIndexOf(')') + 2).split(" "));
    } catch (IOException e) {
      return List.of();
    }
  }

  private static double sum(List<String> fields, int... places) {
    double sum = 0;
    for (int place : places) {
      sum += place < fields.size() ? Double.parseDouble(fields.get(place)) : 0;
    }
    return sum / PER_SECOND;
  }
}
