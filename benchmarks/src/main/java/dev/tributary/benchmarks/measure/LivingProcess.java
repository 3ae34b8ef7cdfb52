package dev.tributary.benchmarks.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A process that goes on while it is measured. */
public record LivingProcess(Process process) {

  /** CPU seconds since its start, in steps of 10 ms. */
  public double cpu() {
    return Ticks.of(process.pid());
  }

  public double residentMegabytes() throws IOException {
    return megabytes("VmRSS:");
  }

  public double peakMegabytes() throws IOException {
    return megabytes("VmHWM:");
  }

  private double megabytes(String field) throws IOException {
    return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
            .filter(line -> line.startsWith(field))
            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
            .findFirst()
            .orElseThrow(() -> new IOException("process " + process.pid() + " is gone"))
        / 1e3;
  }
}
