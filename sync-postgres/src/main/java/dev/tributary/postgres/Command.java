package dev.tributary.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * One short-lived program, run to its end.
 *
 * <p>No PG* variable of the surroundings reaches it, and it speaks English.
 */
final class Command {
  private Command() {}

  /** What a program left: its exit code, and all that it printed. */
  record Outcome(int exitCode, String output) {
    boolean succeeded() {
      return exitCode == 0;
    }
  }

  static Outcome run(List<String> command) throws IOException {
    Process process = prepared(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    try (InputStream output = process.getInputStream()) {
      String text = new String(output.readAllBytes(), StandardCharsets.UTF_8);
      return new Outcome(process.waitFor(), text.strip());
    } catch (InterruptedException e) {
      process.destroyForcibly();
      throw interrupted("waiting for " + command.get(0));
    }
  }

  /** Whether the program exists and ends well. */
  static boolean works(List<String> command) throws InterruptedIOException {
    try {
      return run(command).succeeded();
    } catch (InterruptedIOException e) {
      throw e;
    } catch (IOException e) {
      return false;
    }
  }

  static ProcessBuilder prepared(List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
    builder.environment().put("LC_ALL", "C");
    return builder;
  }

  static InterruptedIOException interrupted(String act) {
    Thread.currentThread().interrupt();
    return new InterruptedIOException("interrupted while " + act);
  }
}
