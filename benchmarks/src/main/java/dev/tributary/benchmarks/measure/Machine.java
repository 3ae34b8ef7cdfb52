package dev.tributary.benchmarks.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What the numbers were measured on. */
public final class Machine {
  private Machine() {}

  public static String line() {
    return "%s %s, %d cores, %d GB, %s, Java %s, load %s"
        .formatted(
            System.getProperty("os.name"),
            System.getProperty("os.version"),
            Runtime.getRuntime().availableProcessors(),
            Math.round(Double.parseDouble(field("/proc/meminfo", "MemTotal").split(" ")[0]) / 1e6),
            field("/proc/cpuinfo", "model name"),
            System.getProperty("java.version"),
            field("/proc/loadavg", "").split(" ")[0]);
  }

  private static String field(String file, String start) {
    try (Stream<String> lines = Files.lines(Path.of(file))) {
      String line = lines.filter(l -> l.startsWith(start)).findFirst().orElse("0");
      return line.substring(line.indexOf(':') + 1).strip();
    } catch (IOException e) {
      return "0";
    }
  }
}
