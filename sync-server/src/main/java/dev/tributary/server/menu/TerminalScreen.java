package dev.tributary.server.menu;

import dev.tributary.server.report.Printable;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/**
 * The terminal of this process. Ctrl-C ends the command that runs, and a question as Ctrl-D does.
 */
public final class TerminalScreen implements Screen, AutoCloseable {
  private static final int KEPT_FOR_THE_PROMPT = 2;
  private static final long MOMENT_MILLIS = 20;
  private static final Room USUAL = new Room(80, 24); // where a terminal does not say

  private final Terminal terminal;
  private final LineReader reader;

  private TerminalScreen(Terminal terminal) {
    this.terminal = terminal;
    this.reader =
        LineReaderBuilder.builder()
            .terminal(terminal)
            .variable(LineReader.DISABLE_HISTORY, true)
            .variable(LineReader.DISABLE_COMPLETION, true)
            .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
            .option(LineReader.Option.BRACKETED_PASTE, false)
            .build();
    // Not ignored: a command that is run would inherit that, and could not be stopped any more.
    terminal.handle(Terminal.Signal.INT, signal -> {});
  }

  /** Empty where standard input and output are no terminal. */
  public static Optional<TerminalScreen> open() {
    try {
      Terminal terminal = TerminalBuilder.builder().system(true).dumb(false).build();
      return Optional.of(new TerminalScreen(terminal));
    } catch (IOException | IllegalStateException e) {
      return Optional.empty(); // a pipe, a file, a timer
    }
  }

  @Override
  public void line(String text) {
    PrintWriter out = terminal.writer();
    out.println(Printable.of(text));
    out.flush();
  }

  @Override
  public void title(String text) {
    AttributedString bold =
        new AttributedStringBuilder().style(AttributedStyle.BOLD).append(text).toAttributedString();
    bold.println(terminal);
    terminal.flush();
  }

  @Override
  public Optional<String> ask(String prompt) {
    try {
      return Optional.of(reader.readLine(prompt));
    } catch (UserInterruptException e) {
      forgetTypedAhead();
      return Optional.empty();
    } catch (EndOfFileException e) {
      return Optional.empty();
    }
  }

  /**
   * What was typed before Ctrl-C does not count after it, as terminals have it. Now and then JLine
   * 4.5 hands out one Ctrl-C twice: the next question would end as well.
   */
  private void forgetTypedAhead() {
    try {
      while (terminal.reader().read(MOMENT_MILLIS) >= 0) {
        continue;
      }
    } catch (IOException e) {
      return; // the next question finds out
    }
  }

  @Override
  public Room room() {
    Size size = terminal.getSize();
    return new Room(
        size.getColumns() > 0 ? size.getColumns() : USUAL.columns(),
        size.getRows() > 0 ? size.getRows() : USUAL.rows());
  }

  @Override
  public void page(List<String> text) {
    List<String> lines = FoldedText.of(text, room().columns());
    int height = Math.max(5, room().rows() - KEPT_FOR_THE_PROMPT);
    for (int from = 0; from < lines.size(); from += height) {
      int to = Math.min(lines.size(), from + height);
      lines.subList(from, to).forEach(this::line);
      boolean last = to == lines.size();
      if (last) {
        pause();
      } else if (ask("-- Enter: more, q: back -- ").map(String::strip).orElse("q").equals("q")) {
        return;
      }
    }
  }

  @Override
  public void close() {
    try {
      terminal.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
