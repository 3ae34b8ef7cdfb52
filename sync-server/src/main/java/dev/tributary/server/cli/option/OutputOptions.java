package dev.tributary.server.cli.option;

import dev.tributary.server.cli.outcome.Output;
import dev.tributary.server.cli.outcome.Secrets;
import dev.tributary.server.report.Answer;
import dev.tributary.server.report.Printable;
import dev.tributary.server.report.Progress;
import java.io.PrintWriter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How a command answers. */
public final class OutputOptions {
  /** Set by the launcher when standard error is a terminal. */
  private static final String TERMINAL = "tributary.terminal";

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(names = "--json", description = "Answer with one JSON document on standard output.")
  private boolean json;

  @Option(names = "--debug", description = "Show where an error happened.")
  private boolean debug;

  /** The answer of the command, as text or as a document. */
  public void print(Answer answer) {
    Output output = new Output(spec.commandLine());
    if (json) {
      output.document(answer);
    } else {
      output.text(answer);
    }
  }

  /**
   * One of many answers, each in a line of its own.
   *
   * @throws NobodyReads when it could not be written
   */
  public void event(Answer answer) {
    Output out = new Output(spec.commandLine());
    if (json) {
      out.documentInOneLine(answer);
    } else {
      out.text(answer);
    }
    if (spec.commandLine().getOut().checkError()) {
      throw new NobodyReads();
    }
  }

  /** Ends a command that would go on for ever. */
  public static final class NobodyReads extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /** Whether documents were asked for. */
  public boolean isJson() {
    return json;
  }

  /** A line for a person who waits; never mixed with the answer. */
  public void say(String line) {
    PrintWriter err = spec.commandLine().getErr();
    err.println("tributary: " + Printable.of(Secrets.mask(line)));
    err.flush();
  }

  /** Shows nothing beside a document. */
  public Progress progress() {
    PrintWriter err = spec.commandLine().getErr();
    if (json) {
      return Progress.silent();
    }
    return Boolean.getBoolean(TERMINAL) ? Progress.bar(err) : Progress.lines(err);
  }
}
