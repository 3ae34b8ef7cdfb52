package dev.tributary.server.cli;

import java.sql.DriverManager;
import java.util.Set;
import javax.crypto.Mac;
import org.sqlite.SQLiteJDBCLoader;

/**
 * Loads what a command needs next on another core, while its command line is still read: the
 * drivers, what proves a password, and SQLite's library. What fails here fails again, and is told,
 * where it is needed.
 */
final class DriversAhead {
  private static final Set<String> NEED_ALL = Set.of("sync", "verify", "restore");

  private DriversAhead() {}

  static void loadFor(String... args) {
    if (args.length > 1 && NEED_ALL.contains(args[0])) {
      Thread thread = new Thread(DriversAhead::load, "drivers");
      thread.setDaemon(true);
      thread.start();
    }
  }

  private static void load() {
    try {
      DriverManager.drivers().close();
      Mac.getInstance("HmacSHA256");
      SQLiteJDBCLoader.initialize();
    } catch (Exception | LinkageError e) {
      return; // whoever needs it will say so
    }
  }
}
