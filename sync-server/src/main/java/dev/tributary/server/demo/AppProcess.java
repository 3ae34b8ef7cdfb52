package dev.tributary.server.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The app's process seen from outside.
 *
 * <p>A process of its own, because POSIX locks do not hold between two connections of one process:
 * only so the app meets us as it does in a container.
 */
final class AppProcess implements AutoCloseable {
  private final Process process;
  private final PrintWriter orders;
  private final BufferedReader answers;

  private AppProcess(Process process) {
    this.process = process;
    this.orders =
        new PrintWriter(
            new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8), true);
    this.answers =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  static AppProcess start(Path file) throws IOException {
    return new AppProcess(
        new ProcessBuilder(JavaCommand.of("demo-app", file.toString()))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start());
  }

  /** Gives one order and waits for its answer: the numbers after {@code ok}. */
  List<Long> order(String order) throws IOException {
    orders.println(order);
    String answer = answers.readLine();
    if (answer == null || !answer.startsWith("ok")) {
      throw new IOException("the demo's app failed at '%s': %s".formatted(order, answer));
    }
    List<Long> numbers = new ArrayList<>();
    for (String word : answer.substring(2).strip().split(" ")) {
      if (!word.isEmpty()) {
        numbers.add(Long.parseLong(word));
      }
    }
    return numbers;
  }

  @Override
  public void close() {
    orders.close();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
