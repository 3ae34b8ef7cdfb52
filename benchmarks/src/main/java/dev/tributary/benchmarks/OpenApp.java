package dev.tributary.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * An app that has the file open in a process of its own, as the real one would: a WAL is there, and
 * SQLite's locks are another process's. It changes rows when told.
 */
final class OpenApp implements AutoCloseable {
  private final Process process;
  private final BufferedReader answers;
  private final Writer orders;

  private OpenApp(Process process) {
    this.process = process;
    this.answers =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    this.orders = process.outputWriter();
  }

  static OpenApp on(Path file) throws IOException {
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx64m",
                    "-XX:+UseSerialGC",
                    "-cp",
                    System.getProperty("java.class.path"),
                    OpenAppProcess.class.getName(),
                    file.toString()))
            .redirectError(Redirect.INHERIT)
            .start();
    OpenApp app = new OpenApp(process);
    app.expect("open");
    return app;
  }

  /** Runs a statement of one parameter once for each number, in one transaction. */
  void change(String statement, List<Long> numbers) throws IOException {
    StringBuilder order = new StringBuilder();
    numbers.forEach(number -> order.append(number).append(' '));
    orders.write(order.toString().strip() + "|" + statement + "\n");
    orders.flush();
    expect("done");
  }

  /** A line about what lies beside the file, when there is anything. */
  Optional<String> describe(Path file) throws IOException {
    Path wal = file.resolveSibling(file.getFileName() + "-wal");
    return Files.exists(wal)
        ? Optional.of(
            "source: WAL mode, open in an app; its -wal has " + Files.size(wal) + " bytes")
        : Optional.empty();
  }

  private void expect(String word) throws IOException {
    String answer = answers.readLine();
    if (!word.equals(answer)) {
      throw new IOException("the app said " + answer + ", not " + word);
    }
  }

  @Override
  public void close() throws IOException {
    orders.close();
    process.onExit().join();
  }
}
