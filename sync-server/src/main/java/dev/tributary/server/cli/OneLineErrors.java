package dev.tributary.server.cli;

import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.api.LeadershipLost;
import dev.tributary.api.RowRejected;
import dev.tributary.api.SourceUnavailable;
import dev.tributary.api.SyncException;
import dev.tributary.api.TargetUnavailable;
import dev.tributary.api.UnknownClient;
import dev.tributary.server.cli.option.OutputOptions;
import dev.tributary.server.cli.option.Subcommands;
import dev.tributary.server.cli.outcome.ExitCode;
import dev.tributary.server.cli.outcome.Output;
import dev.tributary.server.cli.outcome.Secrets;
import dev.tributary.server.report.Answer;
import dev.tributary.server.report.Printable;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Tells a failure in one line that names the thing, the value and the way out. */
final class OneLineErrors implements IParameterExceptionHandler, IExecutionExceptionHandler {

  @Override
  public int handleParseException(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    ParameterException first = unknownFirst(e);
    PrintWriter err = command.getErr();
    err.println("tributary: " + wording(first) + suggestions(first));
    err.println("Try '%s --help'.".formatted(command.getCommandSpec().qualifiedName()));
    err.flush();
    return ExitCode.WRONG_COMMAND_LINE;
  }

  // --sorce leaves --source missing: the misspelt word is what the person wants to hear of
  private static ParameterException unknownFirst(ParameterException e) {
    List<String> unknown = e.getCommandLine().getUnmatchedArguments();
    return e instanceof MissingParameterException && !unknown.isEmpty()
        ? new UnmatchedArgumentException(e.getCommandLine(), unknown)
        : e;
  }

  private static String wording(ParameterException e) {
    return oneLine(e.getMessage()).replace("option option", "option").replaceFirst("\\.$", "");
  }

  private static String suggestions(ParameterException e) {
    CommandSpec command = e.getCommandLine().getCommandSpec();
    List<String> words = notUnderstood(e);
    String names =
        words.stream()
            .map(word -> meant(command, word))
            .filter(found -> !found.isEmpty())
            .findFirst()
            .orElse("");
    if (!names.isEmpty()) {
      return ". Did you mean %s?".formatted(names);
    }
    boolean early = words.stream().anyMatch(word -> word.startsWith("-"));
    return early && !command.subcommands().isEmpty()
        ? ". Options come after the command: one of " + Subcommands.names(command)
        : "";
  }

  private static List<String> notUnderstood(ParameterException e) {
    if (e instanceof UnmatchedArgumentException unmatched) {
      return unmatched.getUnmatched();
    }
    boolean aCommand = e.getArgSpec() == null && e.getValue() != null; // of 'help'
    return aCommand ? List.of(e.getValue()) : List.of();
  }

  private static String meant(CommandSpec command, String word) {
    boolean option = word.startsWith("-");
    String before = option ? "" : command.qualifiedName() + " ";
    return NearestNames.of(word, option ? options(command) : commands(command)).stream()
        .map(name -> "'" + before + name + "'")
        .collect(Collectors.joining(" or "));
  }

  private static List<String> options(CommandSpec command) {
    return command.options().stream()
        .filter(option -> !option.hidden())
        .flatMap(option -> Arrays.stream(option.names()))
        .toList();
  }

  private static List<String> commands(CommandSpec command) {
    return command.subcommands().entrySet().stream()
        .filter(entry -> !entry.getValue().getCommandSpec().usageMessage().hidden())
        .map(Map.Entry::getKey)
        .toList();
  }

  @Override
  public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
    if (e instanceof OutputOptions.NobodyReads) {
      return ExitCode.FAILED;
    }
    ParseResult own = command.getParseResult();
    String message = message(e);
    if (own.hasMatchedOption("--json")) {
      Map<String, Object> error = Map.of("kind", kind(e), "message", message);
      new Output(command).document(new Answer(List.of(), Map.of("error", error)));
    }
    command.getErr().println("tributary: " + message);
    if (own.hasMatchedOption("--debug")) {
      command.getErr().println(stack(e));
    } else if (!(e instanceof SyncException)) {
      command.getErr().println("This was not expected; --debug shows where it happened.");
    }
    command.getErr().flush();
    return ExitCode.FAILED;
  }

  private static String message(Exception e) {
    String message = e.getMessage() == null ? "" : oneLine(e.getMessage());
    if (e instanceof SyncException && !message.isEmpty()) {
      return message;
    }
    return e.getClass().getSimpleName() + (message.isEmpty() ? "" : ": " + message);
  }

  private static String kind(Exception e) {
    if (e instanceof ConfigurationInvalid) {
      return "configuration_invalid";
    } else if (e instanceof SourceUnavailable) {
      return "source_unavailable";
    } else if (e instanceof TargetUnavailable) {
      return "target_unavailable";
    } else if (e instanceof LeadershipLost) {
      return "leadership_lost";
    } else if (e instanceof UnknownClient) {
      return "unknown_client";
    } else if (e instanceof RowRejected) {
      return "row_rejected";
    }
    return "unexpected";
  }

  private static String stack(Exception e) {
    StringWriter text = new StringWriter();
    e.printStackTrace(new PrintWriter(text));
    return Secrets.mask(text.toString());
  }

  private static String oneLine(String message) {
    return Printable.of(Secrets.mask(message).strip().replaceAll("\\s*\\R\\s*", " "));
  }
}
