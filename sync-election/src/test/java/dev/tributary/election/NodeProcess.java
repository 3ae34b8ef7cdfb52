package dev.tributary.election;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** A running {@link NodeProgram}, what it said and when, and the signals to harm it. */
final class NodeProcess implements AutoCloseable {
  private final Process process;

  // Guarded by this
  private final List<Said> lines = new ArrayList<>();

  /**
   * @param at of {@code System.nanoTime()}
   */
  record Said(String line, long at) {}

  private NodeProcess(Process process) {
    this.process = process;
    Thread reader = new Thread(this::read, "node-process");
    reader.setDaemon(true);
    reader.start();
  }

  static NodeProcess start(
      TestLeases leases, String node, Duration lease, NodeProgram.WritingPhase phase)
      throws IOException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx96m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            NodeProgram.class.getName(),
            leases.database().jdbcUrl(),
            leases.database().superuser(),
            leases.database().password(),
            node,
            String.valueOf(lease.toMillis()),
            phase.name());
    return new NodeProcess(new ProcessBuilder(command).redirectError(Redirect.INHERIT).start());
  }

  private void read() {
    try (BufferedReader output =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        add(new Said(line, System.nanoTime()));
      }
    } catch (IOException e) {
      add(new Said("ended", System.nanoTime()));
    }
  }

  private synchronized void add(Said said) {
    lines.add(said);
    notifyAll();
  }

  /** How many lines there are: what comes later comes after this. */
  synchronized int mark() {
    return lines.size();
  }

  /** Waits for a line that it says after {@code mark}. */
  synchronized Said await(int mark, Predicate<String> wanted, Duration patience)
      throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    int next = mark;
    while (true) {
      for (; next < lines.size(); next++) {
        if (wanted.test(lines.get(next).line())) {
          return lines.get(next);
        }
      }
      long left = (deadline - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        throw new AssertionError("not said in " + patience + "; it said " + lines);
      }
      wait(left);
    }
  }

  /** The first of several that says such a line. */
  static NodeProcess first(List<NodeProcess> all, Predicate<String> wanted, Duration patience)
      throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (System.nanoTime() - deadline < 0) {
      for (NodeProcess one : all) {
        if (one.saidWithin(wanted, 2)) {
          return one;
        }
      }
    }
    throw new AssertionError("not said by any in " + patience);
  }

  private synchronized boolean saidWithin(Predicate<String> wanted, long millis)
      throws InterruptedException {
    if (lines.stream().noneMatch(said -> wanted.test(said.line()))) {
      wait(millis);
    }
    return lines.stream().anyMatch(said -> wanted.test(said.line()));
  }

  void kill() {
    process.destroyForcibly();
  }

  void freeze() throws IOException, InterruptedException {
    signal("STOP");
  }

  void thaw() throws IOException, InterruptedException {
    signal("CONT");
  }

  private void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("sh", "-c", "kill -" + name + " " + process.pid()).start().waitFor();
  }

  /** Asks it to close its elector and end. */
  void stop() throws IOException {
    OutputStream orders = process.getOutputStream();
    orders.write('\n');
    orders.flush();
  }

  @Override
  public void close() throws IOException {
    try {
      signal("CONT");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly();
  }
}
