package dev.tributary.server.cli.serve;

import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.server.report.FileTrouble;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * A node writes a log to standard error; all other commands say what they have to say themselves.
 */
public final class ServiceLog {
  private static final String PREFIX = "org.slf4j.simpleLogger.";
  private static final long LARGE = 10 << 20;
  private static final List<String> LEVELS = List.of("error", "warn", "info", "debug", "trace");

  private ServiceLog() {}

  /** Before anything logs: the logger reads its settings once. */
  public static void choose(String[] arguments) {
    boolean serves = arguments.length > 0 && arguments[0].equals("serve");
    System.setProperty(PREFIX + "defaultLogLevel", serves ? "info" : "off");
    // What it warns of, page by page while the database is away, is told by those who wait for it.
    System.setProperty(PREFIX + "log.com.zaxxer.hikari", serves ? "error" : "off");
    System.setProperty(PREFIX + "showDateTime", "true");
    System.setProperty(PREFIX + "dateTimeFormat", "yyyy-MM-dd'T'HH:mm:ss.SSSXXX");
    System.setProperty(PREFIX + "showShortLogName", "true");
    if (serves) {
      webServer();
    }
  }

  /** It logs its own way; what it says below a warning is of no use. */
  private static void webServer() {
    System.setProperty(
        "java.util.logging.SimpleFormatter.format", "%1$tFT%1$tT WARN %2$s - %5$s%6$s%n");
    System.setProperty("org.springframework.boot.logging.LoggingSystem", "none");
    System.setProperty(PREFIX + "log.org.springframework", "error");
    Logger.getLogger("").setLevel(Level.WARNING);
  }

  /**
   * Where it goes instead of standard error; before its first line.
   *
   * @throws ConfigurationInvalid when the file cannot be written
   * @return asks why lines are lost; empty while none are
   */
  public static Supplier<Optional<String>> into(Path file) {
    try {
      RollingLog rolling = new RollingLog(file, LARGE);
      PrintStream log = new PrintStream(rolling, true, StandardCharsets.UTF_8);
      System.setErr(log);
      System.setOut(log);
      return () -> rolling.trouble().map(why -> "LOG_FILE %s loses lines: %s".formatted(file, why));
    } catch (IOException e) {
      throw new ConfigurationInvalid(
          "LOG_FILE %s cannot be written: %s".formatted(file, why(file, e)), e);
    }
  }

  private static String why(Path file, IOException e) {
    return e instanceof NoSuchFileException
        ? "there is no folder " + file.toAbsolutePath().getParent()
        : FileTrouble.of(e);
  }

  /** What a node was told; before its first line. */
  static void level(String asked) {
    String level = asked.strip().toLowerCase(Locale.ROOT);
    if (!LEVELS.contains(level)) {
      throw new ConfigurationInvalid(
          "LOG_LEVEL '%s' is not allowed: one of %s".formatted(asked, String.join(", ", LEVELS)));
    }
    System.setProperty(PREFIX + "defaultLogLevel", level);
  }
}
