package dev.tributary.server.doctor;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;

/** The program's own parts. */
final class ProgramChecks {
  /** Before it, a reset of the WAL could corrupt a file. */
  private static final int[] SOUND = {3, 51, 3};

  private ProgramChecks() {}

  static List<Finding> all() {
    return List.of(java(), sqlite());
  }

  private static Finding java() {
    Runtime.Version version = Runtime.version();
    return Finding.ok(
        "java",
        "Java %s, at most %,d MiB of heap"
            .formatted(version, Runtime.getRuntime().maxMemory() >> 20));
  }

  private static Finding sqlite() {
    try (Connection memory = DriverManager.getConnection("jdbc:sqlite::memory:")) {
      String version = Asked.one(memory, "SELECT sqlite_version()");
      return isSound(version)
          ? Finding.ok("sqlite", "SQLite " + version)
          : Finding.failure(
              "sqlite",
              "SQLite " + version + " may corrupt a file in WAL mode",
              "use sqlite-jdbc with SQLite 3.51.3 or newer");
    } catch (SQLException e) {
      return Finding.failure(
          "sqlite",
          "its library cannot be loaded: " + e.getMessage(),
          "the folder for temporary files must allow programs (mount option noexec does not)");
    }
  }

  static boolean isSound(String version) {
    int[] parts = Arrays.stream(version.split("\\.")).mapToInt(Integer::parseInt).toArray();
    return Arrays.compare(parts, SOUND) >= 0;
  }
}
