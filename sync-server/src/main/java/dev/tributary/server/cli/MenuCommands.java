package dev.tributary.server.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.server.menu.ChosenCommands;
import dev.tributary.server.menu.TerminalScreen;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Runs what a person chose as a process of its own: it has the terminal for itself, and Ctrl-C ends
 * it as it ends every command. What a menu only reads is asked within this process.
 */
final class MenuCommands implements ChosenCommands {
  private static final int ENDED_BY_SIGNAL = 128;

  private final TerminalScreen screen;
  private final Map<String, Given> given;

  /**
   * @param given by option: what every command gets
   */
  MenuCommands(TerminalScreen screen, Map<String, Given> given) {
    this.screen = screen;
    this.given = Map.copyOf(given);
  }

  /**
   * A value for all commands.
   *
   * @param variable by which a process is told: its arguments are for all to see, and an address
   *     may hold a password
   */
  record Given(String variable, String value) {}

  @Override
  public int run(String... words) {
    screen.line("> tributary " + String.join(" ", words));
    ProcessBuilder builder = new ProcessBuilder(program(words)).inheritIO();
    given.values().forEach(g -> builder.environment().put(g.variable(), g.value()));
    try {
      int code = ended(builder.start());
      if (code > ENDED_BY_SIGNAL) {
        screen.line(""); // the terminal shows ^C, and stays in its line
      }
      return code;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int ended(Process command) {
    try {
      return command.waitFor();
    } catch (InterruptedException e) {
      command.destroy();
      Thread.currentThread().interrupt();
      return ExitCode.FAILED;
    }
  }

  @Override
  public JsonNode read(String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    given.forEach((option, g) -> all.addAll(List.of(option, g.value())));
    all.add("--json");
    StringWriter answer = new StringWriter();
    StringWriter said = new StringWriter();
    String[] arguments = all.toArray(String[]::new);
    Tributary.commandLine(new PrintWriter(answer), new PrintWriter(said), arguments)
        .execute(arguments);
    try {
      return new ObjectMapper().readTree(answer.toString());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("no answer of " + String.join(" ", words) + ": " + said, e);
    }
  }

  /** This program again, with the same Java and the same options for it. */
  private static List<String> program(String... words) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(Tributary.class.getName());
    command.addAll(List.of(words));
    return command;
  }
}
