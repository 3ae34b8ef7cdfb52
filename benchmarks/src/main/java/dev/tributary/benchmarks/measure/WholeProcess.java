package dev.tributary.benchmarks.measure;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Runs a program from its start to its end and measures it.
 *
 * <p>Times are bash's own, so the start of this measuring process is not in them. The peak of the
 * memory is the largest that was seen, every few milliseconds.
 */
public final class WholeProcess {
  private static final String TIMED = "TIMEFORMAT='%3R %3U %3S'; time \"$@\" >>\"$LOG\" 2>&1";
  private static final long LOOK_EVERY_MILLIS = 20;

  /** Its CPU seconds are its parent's only when it is gone. */
  private static final long BACKEND_ENDS_MILLIS = 200;

  private static final File NOTHING = new File("/dev/null");

  private final Gauge server;
  private final Path log;

  /**
   * @param log where the programs' own output goes
   */
  public WholeProcess(Gauge server, Path log) {
    this.server = server;
    this.log = log;
  }

  /** Fails with the end of the output when the program does. */
  public Usage run(List<String> program, Map<String, String> environment)
      throws IOException, InterruptedException {
    double machine = Ticks.ofMachine();
    double serverCpu = Ticks.ofTree(server.postmaster());
    double own = Ticks.of(ProcessHandle.current().pid());
    long wal = server.walBytes();
    Process process = start(program, environment);
    long peakKilobytes = watch(process);
    double busy = Ticks.ofMachine() - machine;
    double[] times = times(process, program);
    double client = times[1] + times[2];
    TimeUnit.MILLISECONDS.sleep(BACKEND_ENDS_MILLIS);
    double served = Ticks.ofTree(server.postmaster()) - serverCpu;
    double harness = Ticks.of(ProcessHandle.current().pid()) - own;
    double others = busy - client - served - harness;
    return new Usage(
        times[0],
        client,
        served,
        Math.max(0, others / times[0]),
        peakKilobytes / 1e3,
        (server.walBytes() - wal) / 1e6);
  }

  private Process start(List<String> program, Map<String, String> environment) throws IOException {
    List<String> command = new ArrayList<>(List.of("bash", "-c", TIMED, "bash"));
    command.addAll(program);
    ProcessBuilder builder = new ProcessBuilder(command).redirectInput(Redirect.from(NOTHING));
    builder.environment().putAll(environment);
    builder.environment().put("LOG", log.toString());
    return builder.start();
  }

  private static long watch(Process process) throws InterruptedException {
    long peak = 0;
    while (!process.waitFor(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
      for (String child : childrenOf(process.pid())) {
        peak = Math.max(peak, peakOf(child));
      }
    }
    return peak;
  }

  /** One small file: a walk over all processes would cost the measured one its share. */
  private static List<String> childrenOf(long process) {
    try {
      String children =
          Files.readString(Path.of("/proc/%1$d/task/%1$d/children".formatted(process)));
      return List.of(children.strip().split(" "));
    } catch (IOException e) {
      return List.of(); // it ended while we looked
    }
  }

  private static long peakOf(String process) {
    try (Stream<String> lines = Files.lines(Path.of("/proc/" + process + "/status"))) {
      return lines
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElse(0);
    } catch (IOException | UncheckedIOException e) {
      return 0; // it ended while we looked
    }
  }

  private double[] times(Process process, List<String> program) throws IOException {
    String said = new String(process.getErrorStream().readAllBytes()).strip();
    if (process.exitValue() != 0) {
      throw new IOException(
          program.get(0) + " ended with " + process.exitValue() + ":\n" + endOfLog());
    }
    return Stream.of(said.substring(said.lastIndexOf('\n') + 1).split(" "))
        .mapToDouble(Double::parseDouble)
        .toArray();
  }

  private String endOfLog() throws IOException {
    List<String> lines = Files.readAllLines(log);
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
  }
}
