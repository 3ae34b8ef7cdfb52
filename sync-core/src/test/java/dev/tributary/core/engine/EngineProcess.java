package dev.tributary.core.engine;

import dev.tributary.api.ClientName;
import dev.tributary.api.NodeId;
import dev.tributary.api.SyncException;
import dev.tributary.core.internal.run.EngineSettings.Limits;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Scanner;
import java.util.concurrent.TimeUnit;

/**
 * A node in a process of its own. It says {@code ready}, waits for a line, and syncs once per line:
 * so its start costs nothing of the run that is to be killed.
 */
final class EngineProcess implements AutoCloseable {
  private final Process process;
  private final BufferedReader said;

  private EngineProcess(Process process) {
    this.process = process;
    this.said = process.inputReader();
  }

  /** Returns as soon as the process was started; {@link #begin} waits until it is ready. */
  static EngineProcess start(EngineTarget target, Path data, ClientName client, Path source) {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx128m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xshare:auto",
            "-cp",
            System.getProperty("java.class.path"),
            EngineProcess.class.getName(),
            target.database().jdbcUrl(),
            target.role(),
            data.toString(),
            client.value(),
            source.toString());
    builder.environment().put("PGPASSWORD", EngineTarget.password());
    try {
      return new EngineProcess(builder.redirectError(ProcessBuilder.Redirect.DISCARD).start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Lets one sync begin. */
  void begin() {
    expect("ready");
    try {
      process.getOutputStream().write('\n');
      process.getOutputStream().flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    expect("begin");
  }

  /** The outcome of the sync that was begun, or why it failed. */
  String outcome() {
    return line();
  }

  /** Kills after the time, or when the run is over before; says whether it was still running. */
  boolean killAfter(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    try {
      while (System.nanoTime() < end && !said.ready()) {
        process.waitFor(1, TimeUnit.MILLISECONDS);
      }
      boolean running = !said.ready();
      process.destroyForcibly().waitFor();
      return running;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  ProcessHandle handle() {
    return process.toHandle();
  }

  private void expect(String word) {
    String line = line();
    if (!word.equals(line)) {
      throw new AssertionError("the node said '" + line + "', not " + word);
    }
  }

  private String line() {
    try {
      return String.valueOf(said.readLine());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  /** Pieces as small as they get: as many commits as possible. */
  static Limits tinyPieces() {
    return new Limits(20, 100, 1 << 20, 0, 1024, 2, Duration.ofSeconds(10));
  }

  /** The other process. */
  public static void main(String[] arguments) {
    Path source = Path.of(arguments[4]);
    ClientName client = new ClientName(arguments[3]);
    try (Scanner lines = new Scanner(System.in);
        TestNode node =
            TestNode.open(
                new NodeId("process-" + ProcessHandle.current().pid()),
                () -> connect(arguments[0], arguments[1]),
                Path.of(arguments[2]),
                tinyPieces())) {
      say("ready");
      while (lines.hasNextLine()) {
        lines.nextLine();
        say("begin");
        say(sync(node, client, source));
        say("ready");
      }
    }
  }

  private static Connection connect(String url, String role) throws SQLException {
    return DriverManager.getConnection(url, role, System.getenv("PGPASSWORD"));
  }

  private static String sync(TestNode node, ClientName client, Path source) {
    try {
      return node.sync(client, source).outcome().name();
    } catch (SyncException e) {
      return e.getClass().getSimpleName() + ": " + e.getMessage();
    }
  }

  private static void say(String line) {
    System.out.println(line);
    System.out.flush();
  }
}
