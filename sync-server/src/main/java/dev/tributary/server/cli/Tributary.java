package dev.tributary.server.cli;

import dev.tributary.api.ClientName;
import dev.tributary.api.ClusterName;
import dev.tributary.api.SyncException;
import dev.tributary.core.internal.jdbc.DatabaseUrl;
import dev.tributary.server.cli.option.Interval;
import dev.tributary.server.cli.outcome.AnswerStream;
import dev.tributary.server.cli.outcome.ExitCode;
import dev.tributary.server.cli.serve.ServiceLog;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * The main class of the command line.
 *
 * <p>Standard output carries the answer and nothing else; all other words go to standard error.
 */
public final class Tributary {
  private Tributary() {}

  public static void main(String[] args) {
    ServiceLog.choose(args);
    DriversAhead.loadFor(args);
    AnswerStream answer = AnswerStream.standardOutput();
    PrintWriter out = writer(answer);
    PrintWriter err = writer(new FileOutputStream(FileDescriptor.err));
    int code = Interruption.guarding(() -> commandLine(out, err, args).execute(args));
    out.flush();
    answer.failure().ifPresent(why -> err.println("tributary: the answer was not written: " + why));
    err.flush();
    System.exit(code == ExitCode.DONE && answer.isCut() ? ExitCode.FAILED : code);
  }

  /**
   * @param args what will be executed; with none, all commands are there to be looked at
   */
  static CommandLine commandLine(PrintWriter out, PrintWriter err, String... args) {
    OneLineErrors errors = new OneLineErrors();
    CommandLine root = new CommandLine(new RootCommand());
    Commands.addTo(root, args);
    WithoutNode.refuseIn(root);
    return root.setOut(out)
        .setErr(err)
        .registerConverter(ClientName.class, named(ClientName::new))
        .registerConverter(Interval.class, named(Interval::of))
        .registerConverter(UUID.class, Tributary::id)
        .registerConverter(ClusterName.class, named(ClusterName::new))
        .registerConverter(DatabaseUrl.class, named(DatabaseUrl::parse))
        .registerConverter(Long.class, Tributary::whole)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExpandAtFiles(false) // a value may begin with @
        .setUsageHelpAutoWidth(true)
        .setParameterExceptionHandler(errors)
        .setExecutionExceptionHandler(errors);
  }

  private static <T> ITypeConverter<T> named(Function<String, T> constructor) {
    return value -> {
      try {
        return constructor.apply(value);
      } catch (SyncException e) {
        throw new TypeConversionException(e.getMessage());
      }
    };
  }

  private static Long whole(String value) {
    if (value.matches("\\d{1,18}")) {
      return Long.valueOf(value);
    }
    throw new TypeConversionException(
        "'%s' is not allowed: a whole number, 0 or more".formatted(value));
  }

  private static UUID id(String value) {
    try {
      return UUID.fromString(value);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException("'%s' is not an id as the list shows it".formatted(value));
    }
  }

  // UTF-8 whatever the locale: names of tables and files must survive a plain container
  private static PrintWriter writer(OutputStream stream) {
    return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), false);
  }
}
