package dev.tributary.server.control;

import dev.tributary.api.ConfigurationInvalid;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A command of the host, found on a search path. Words are passed as they are, by no shell. */
public final class Tool {
  private final String name;
  private final String searchPath;

  /**
   * @param searchPath folders with ':' between them, as PATH has them
   */
  public Tool(String name, String searchPath) {
    this.name = name;
    this.searchPath = searchPath;
  }

  /** What it answered; output and errors in their order. */
  public record Ran(int code, List<String> lines) {
    boolean well() {
      return code == 0;
    }

    String firstLine() {
      return lines.isEmpty() ? "" : lines.get(0).strip();
    }
  }

  public boolean isThere() {
    return file().isPresent();
  }

  private Optional<Path> file() {
    for (String folder : searchPath.split(File.pathSeparator)) {
      Path candidate = Path.of(folder.isEmpty() ? "." : folder).resolve(name);
      if (Files.isRegularFile(candidate) && Files.isExecutable(candidate)) {
        return Optional.of(candidate.toAbsolutePath());
      }
    }
    return Optional.empty();
  }

  Ran run(String... words) {
    List<String> lines = new ArrayList<>();
    return new Ran(run(lines::add, words), lines);
  }

  /**
   * As {@link #run(String...)}, and fails when the command does.
   *
   * @param what the act, for the message
   */
  Ran require(String what, String... words) {
    Ran ran = run(words);
    if (!ran.well()) {
      String said = ran.lines().isEmpty() ? "" : ": " + String.join(" ", ran.lines()).strip();
      throw new ConfigurationInvalid(
          "cannot %s: %s ended with %d%s".formatted(what, name, ran.code(), said));
    }
    return ran;
  }

  /** Passes each line on as it comes; an interrupt ends the command. */
  int run(Consumer<String> sink, String... words) {
    Path file =
        file()
            .orElseThrow(
                () ->
                    new ConfigurationInvalid(
                        "there is no command '%s' on this host's PATH".formatted(name)));
    List<String> command = new ArrayList<>(List.of(file.toString()));
    command.addAll(List.of(words));
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      return read(process, sink);
    } catch (IOException e) {
      throw new ConfigurationInvalid("cannot run %s: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static int read(Process process, Consumer<String> sink) throws IOException {
    try (BufferedReader output =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        if (Thread.currentThread().isInterrupted()) {
          break;
        }
        sink.accept(line);
      }
      return process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return -1;
    } finally {
      process.destroy();
    }
  }
}
