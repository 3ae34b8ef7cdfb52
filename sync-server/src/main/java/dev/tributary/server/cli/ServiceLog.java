package dev.tributary.server.cli;

import java.util.List;
import java.util.Locale;

/**
 * A node writes a log to standard error; all other commands say what they have to say themselves.
 */
final class ServiceLog {
  private static final String PREFIX = "org.slf4j.simpleLogger.";
  private static final List<String> LEVELS = List.of("error", "warn", "info", "debug", "trace");

  private ServiceLog() {}

  /** Before anything logs: the logger reads its settings once. */
  static void choose(String[] arguments) {
    boolean serves = arguments.length > 0 && arguments[0].equals("serve");
    System.setProperty(PREFIX + "defaultLogLevel", serves ? level() : "off");
    System.setProperty(PREFIX + "log.com.zaxxer.hikari", serves ? "warn" : "off");
    System.setProperty(PREFIX + "showDateTime", "true");
    System.setProperty(PREFIX + "dateTimeFormat", "yyyy-MM-dd'T'HH:mm:ss.SSSXXX");
    System.setProperty(PREFIX + "showShortLogName", "true");
    // The web server logs its own way; what it says below a warning is of no use.
    System.setProperty(
        "java.util.logging.SimpleFormatter.format", "%1$tFT%1$tT WARN %2$s - %5$s%6$s%n");
    System.setProperty("org.springframework.boot.logging.LoggingSystem", "none");
    System.setProperty(PREFIX + "log.org.springframework", serves ? "error" : "off");
    java.util.logging.LogManager.getLogManager();
    java.util.logging.Logger.getLogger("").setLevel(java.util.logging.Level.WARNING);
  }

  private static String level() {
    String asked = System.getenv().getOrDefault("LOG_LEVEL", "info").toLowerCase(Locale.ROOT);
    return LEVELS.contains(asked) ? asked : "info";
  }
}
