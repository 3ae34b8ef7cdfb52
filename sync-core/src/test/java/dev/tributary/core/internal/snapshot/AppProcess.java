package dev.tributary.core.internal.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** An app in a process of its own, as apps are: POSIX locks work between processes only. */
final class AppProcess implements AutoCloseable {
  private final Process process;
  private final PrintWriter commands;
  private final BufferedReader answers;

  private AppProcess(Process process) {
    this.process = process;
    this.commands = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
    this.answers = process.inputReader(StandardCharsets.UTF_8);
  }

  static AppProcess on(Path database, String... statements) {
    return start(AppMain.class, List.of(database.toString())).all(statements);
  }

  static AppProcess start(Class<?> main, List<String> arguments) {
    return start(List.of(), System.getProperty("java.class.path"), main, arguments);
  }

  static AppProcess start(
      List<String> prefix, String classPath, Class<?> main, List<String> arguments) {
    List<String> command = new ArrayList<>(prefix);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx64m"));
    command.addAll(List.of("-cp", classPath, main.getName()));
    command.addAll(arguments);
    try {
      return new AppProcess(
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  AppProcess all(String... statements) {
    for (String statement : statements) {
      execute(statement);
    }
    return this;
  }

  void execute(String statement) {
    assertThat(attempt(statement)).as(statement).isEqualTo("ok");
  }

  /** "ok", or "error" and why. */
  String attempt(String statement) {
    send(statement);
    return answer();
  }

  void send(String statement) {
    commands.println(statement);
  }

  String answer() {
    try {
      return String.valueOf(answers.readLine());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  long pid() {
    return process.pid();
  }

  /** As the kernel does it: nothing is rolled back, closed or cleaned up. */
  void kill() {
    process.destroyForcibly();
    waitFor();
  }

  /** The app ends in an orderly way; its last connection closes. */
  @Override
  public void close() {
    // Also ends a churn that a failed test left running.
    send("SELECT 1");
    commands.close();
    waitFor();
  }

  private void waitFor() {
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
