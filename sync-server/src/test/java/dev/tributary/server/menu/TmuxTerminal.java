package dev.tributary.server.menu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tributary.server.cli.CommandRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.core.ConditionFactory;

/** A command on a real terminal, typed at as a person does: tmux keeps the screen. */
public final class TmuxTerminal implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration LOOK = Duration.ofMillis(20);
  private static final String SESSION = "menu";

  private static final AtomicInteger STARTED = new AtomicInteger();

  private final String server =
      "tributary-test-%d-%d".formatted(ProcessHandle.current().pid(), STARTED.incrementAndGet());

  private TmuxTerminal() {}

  /** Starts {@code tributary} with these words on a terminal of 120 columns and 45 lines. */
  public static TmuxTerminal start(Map<String, String> environment, String... words) {
    return start(120, 45, environment, words);
  }

  /** The same on a terminal of another size. */
  public static TmuxTerminal start(
      int columns, int rows, Map<String, String> environment, String... words) {
    TmuxTerminal terminal = new TmuxTerminal();
    ProcessBuilder program = CommandRun.start(environment, List.of(), words);
    List<String> tmux = new ArrayList<>(terminal.tmux("new-session", "-d", "-s", SESSION));
    tmux.addAll(List.of("-x", String.valueOf(columns), "-y", String.valueOf(rows)));
    tmux.add(quoted(program.command()) + "; echo \"ended with $?\"; exec cat");
    program.command(tmux);
    finish(program);
    return terminal;
  }

  private static String quoted(List<String> words) {
    return String.join(" ", words.stream().map(w -> "'" + w.replace("'", "'\\''") + "'").toList());
  }

  /** Waits for the prompt, types the text and presses Enter. */
  public TmuxTerminal answer(String prompt, String text) {
    awaitPrompt(prompt);
    List<String> keys = forgetting();
    if (!text.isEmpty()) {
      keys.addAll(List.of("send-keys", "-t", SESSION, "-l", "--", text, ";"));
    }
    keys.addAll(List.of("send-keys", "-t", SESSION, "Enter"));
    run(keys.toArray(String[]::new));
    awaitMoreThan(prompt, text);
    return this;
  }

  /** An item of the menu that is shown. */
  public TmuxTerminal select(int item) {
    return answer("Select:", String.valueOf(item));
  }

  /** An item that runs a command, to its end, and the menu again. */
  public TmuxTerminal item(int number) {
    return select(number).back();
  }

  /** From what a command said to the menu. */
  public TmuxTerminal back() {
    return answer("Press Enter to return", "");
  }

  public TmuxTerminal interrupt() {
    run("send-keys", "-t", SESSION, "C-c");
    return this;
  }

  /** Waits for the prompt and gives up: C-c or C-d. */
  public TmuxTerminal giveUp(String prompt, String key) {
    awaitPrompt(prompt);
    List<String> keys = forgetting();
    keys.addAll(List.of("send-keys", "-t", SESSION, key));
    run(keys.toArray(String[]::new));
    awaitMoreThan(prompt, "");
    return this;
  }

  /** The line that was answered may be drawn again: it is no new question. */
  private void awaitMoreThan(String prompt, String text) {
    Set<String> drawn =
        new HashSet<>(List.of("", prompt, text.strip(), prompt + " " + text.strip()));
    soon().until(() -> !screen().lines().map(String::strip).allMatch(drawn::contains));
  }

  /**
   * Begins commands of tmux for one call of it: whatever is seen from then on came after this. Some
   * versions move what was seen into the history.
   */
  private static List<String> forgetting() {
    return new ArrayList<>(
        List.of("send-keys", "-t", SESSION, "-R", ";", "clear-history", "-t", SESSION, ";"));
  }

  private void awaitPrompt(String prompt) {
    soon().untilAsserted(() -> assertThat(lastLine()).as(screen()).isEqualTo(prompt.strip()));
  }

  /** Waits until the screen shows this. */
  public TmuxTerminal shows(String... texts) {
    soon().untilAsserted(() -> assertThat(screen()).contains(texts));
    return this;
  }

  /** Waits until the last line of the screen has this in it. */
  public TmuxTerminal endsWith(String text) {
    soon().untilAsserted(() -> assertThat(lastLine()).as(screen()).contains(text));
    return this;
  }

  /** Looks at once: most of what is awaited is there, and there are hundreds of looks. */
  private static ConditionFactory soon() {
    return await().atMost(PATIENCE).pollDelay(Duration.ZERO).pollInterval(LOOK);
  }

  private String lastLine() {
    String screen = screen().stripTrailing();
    return screen.substring(screen.lastIndexOf('\n') + 1).strip();
  }

  public String screen() {
    return run("capture-pane", "-p", "-J", "-S", "-200", "-t", SESSION);
  }

  /** What is in sight, line by line as the terminal has them. */
  public List<String> visible() {
    return run("capture-pane", "-p", "-t", SESSION).lines().toList();
  }

  private String run(String... words) {
    return finish(new ProcessBuilder(tmux(words)));
  }

  private List<String> tmux(String... words) {
    List<String> command = new ArrayList<>(List.of("tmux", "-L", server, "-f", "/dev/null"));
    command.addAll(List.of(words));
    return command;
  }

  private static String finish(ProcessBuilder builder) {
    builder.environment().put("LC_ALL", "C.UTF-8");
    try {
      Process process = builder.redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).as(said).isZero();
      return said;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    run("kill-server");
  }
}
