package dev.tributary.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.server.cli.outcome.ExitCode;
import dev.tributary.server.menu.ChosenCommands;
import dev.tributary.server.menu.Screen;
import dev.tributary.server.report.ShellWords;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Runs what a person chose as a process of its own: it has the terminal for itself, and Ctrl-C ends
 * it as it ends every command. So is what a menu only reads, but for its answer.
 */
final class MenuCommands implements ChosenCommands {
  private static final int ENDED_BY_SIGNAL = 128;
  private static final String NODE = "--node";

  private final Screen screen;
  private final Optional<String> target;
  private final Map<String, String> options;
  private final Set<String> warnings = new HashSet<>();

  /**
   * @param target told to commands by a variable: arguments of a process are for all to see, and an
   *     address may hold a password
   * @param options for each command that takes them
   */
  MenuCommands(Screen screen, Optional<String> target, Map<String, String> options) {
    this.screen = screen;
    this.target = target;
    this.options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
  }

  @Override
  public int run(String... words) {
    Optional<String> why = elsewhere(words);
    if (why.isPresent()) {
      screen.line(why.get());
      return ExitCode.FAILED;
    }
    String[] all = withOptions(words);
    screen.line("> tributary " + ShellWords.of(all));
    int code = ended(started(Redirect.INHERIT, all));
    if (code > ENDED_BY_SIGNAL) {
      screen.line(""); // the terminal shows ^C, and stays in its line
    }
    return code;
  }

  @Override
  public Optional<String> elsewhere(String... words) {
    if (!options.containsKey(NODE) || takes(command(words), NODE)) {
      return Optional.empty();
    }
    return Optional.of(
        "'tributary %s' needs the host of the nodes, not only one to ask: run it there, or 'tributary menu'"
            .formatted(ShellWords.of(words)));
  }

  /** The command that these words begin with. */
  private static CommandSpec command(String... words) {
    PrintWriter nobody = new PrintWriter(Writer.nullWriter());
    CommandLine command = Tributary.commandLine(nobody, nobody, words);
    for (String word : words) {
      CommandLine next = command.getSubcommands().get(word);
      if (next == null) {
        break;
      }
      command = next;
    }
    return command.getCommandSpec();
  }

  /** One that is hidden is there to be refused. */
  private static boolean takes(CommandSpec command, String name) {
    OptionSpec option = command.findOption(name);
    return option != null && !option.hidden();
  }

  private String[] withOptions(String... words) {
    CommandSpec command = command(words);
    List<String> all = new ArrayList<>(List.of(words));
    options.forEach(
        (option, value) -> {
          if (takes(command, option)) {
            all.addAll(List.of(option, value));
          }
        });
    return all.toArray(String[]::new);
  }

  @Override
  public JsonNode read(String... words) {
    String[] all =
        Stream.concat(Stream.of(withOptions(words)), Stream.of("--json")).toArray(String[]::new);
    Process command = started(Redirect.PIPE, all);
    CompletableFuture<JsonNode> answer = CompletableFuture.supplyAsync(() -> answer(command));
    command.errorReader(StandardCharsets.UTF_8).lines().filter(this::isNews).forEach(screen::line);
    ended(command);
    return answer.join();
  }

  private static JsonNode answer(Process command) {
    try {
      return new ObjectMapper().readTree(command.getInputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A menu reads again and again: nobody wants the same warning each time. */
  private boolean isNews(String said) {
    return !said.startsWith("tributary: warning: ") || warnings.add(said);
  }

  private Process started(Redirect toPerson, String... words) {
    ProcessBuilder builder =
        new ProcessBuilder(program(words))
            .redirectInput(Redirect.INHERIT)
            .redirectOutput(toPerson)
            .redirectError(toPerson);
    target.ifPresent(url -> builder.environment().put("DATABASE_URL", url));
    try {
      return builder.start();
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
