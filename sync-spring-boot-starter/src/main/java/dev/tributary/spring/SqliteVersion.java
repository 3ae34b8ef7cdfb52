package dev.tributary.spring;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;

/** The SQLite on the class path, which an application's own list of versions may have chosen. */
final class SqliteVersion {
  private static final int[] LEAST = {3, 51, 3};

  private SqliteVersion() {}

  static void require() {
    String version = version();
    if (isOlder(version)) {
      throw new CannotStart(
          "SQLite %s is on the class path: before 3.51.3 it may corrupt a database in WAL mode"
              .formatted(version),
          "Choose org.xerial:sqlite-jdbc 3.51.3.0 or later; with the versions of Spring Boot, set"
              + " the property sqlite-jdbc.version of the build.");
    }
  }

  private static String version() {
    try (Connection memory = DriverManager.getConnection("jdbc:sqlite::memory:");
        Statement statement = memory.createStatement();
        ResultSet row = statement.executeQuery("SELECT sqlite_version()")) {
      row.next();
      return row.getString(1);
    } catch (SQLException e) {
      throw new CannotStart(
          "SQLite does not work here: " + e.getMessage(),
          "Check that org.xerial:sqlite-jdbc is on the class path and may load its library.",
          e);
    }
  }

  static boolean isOlder(String version) {
    int[] parts = Arrays.stream(version.split("\\.")).mapToInt(Integer::parseInt).toArray();
    return Arrays.compare(parts, LEAST) < 0;
  }
}
