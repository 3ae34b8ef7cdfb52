package dev.tributary.core.internal.snapshot;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.sqlite.JDBC;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteOpenMode;

/**
 * Opens SQLite files: the app's read-only, always; our copies also to recover them.
 *
 * <p>Paths travel as URIs with everything odd percent-encoded, so that no name can add a parameter.
 */
final class SqliteConnections {
  private static final Duration POLL = Duration.ofMillis(1);
  private static final String READ_ONLY = "?mode=ro";
  private static final String PRIVATE_READ_ONLY = "?mode=ro&immutable=1";
  private static final String PRIVATE_READ_WRITE = "?mode=rw";
  private static final String PLAIN =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~/";

  private SqliteConnections() {}

  /** The app's own file. */
  static SQLiteConnection live(Path database) throws SQLException {
    return guarded(open(database, READ_ONLY, true));
  }

  /** A finished copy of ours: nobody else knows it, so no locks are needed. */
  static SQLiteConnection finishedCopy(Path copy) throws SQLException {
    return guarded(open(copy, PRIVATE_READ_ONLY, true));
  }

  /** A copy of ours that SQLite may still have to recover. */
  static SQLiteConnection rawCopy(Path copy) throws SQLException {
    return open(copy, PRIVATE_READ_WRITE, false);
  }

  /** One read transaction, really begun: SQLite takes its lock at the first read only. */
  static void beginReading(SQLiteConnection connection) throws SQLException {
    beginReading(connection, Duration.ZERO);
  }

  /**
   * Asks again each millisecond while an app locks its file. SQLite's own busy handler soon sleeps
   * for 100 ms, and then misses every gap that a busy app leaves.
   */
  static void beginReading(SQLiteConnection connection, Duration busyWait) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("BEGIN");
      for (long left = busyWait.dividedBy(POLL); !reads(statement, left); left--) {
        LockSupport.parkNanos(POLL.toNanos());
      }
    }
  }

  private static boolean reads(Statement statement, long left) throws SQLException {
    try {
      statement.executeQuery("PRAGMA schema_version").close();
      return true;
    } catch (SQLException e) {
      if (left > 0 && SourceFailures.isBusy(e) && !Thread.currentThread().isInterrupted()) {
        return false;
      }
      throw e;
    }
  }

  static void endReading(SQLiteConnection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("ROLLBACK");
    }
  }

  private static SQLiteConnection open(Path database, String mode, boolean readOnly)
      throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(readOnly);
    config.setBusyTimeout(0);
    // One thread uses a connection at a time; SQLite's own lock costs a third of a scan.
    config.setOpenMode(SQLiteOpenMode.NOMUTEX);
    return (SQLiteConnection) config.createConnection(JDBC.PREFIX + uri(database) + mode);
  }

  /** The file is not ours: its schema gets no say in what functions run. */
  private static SQLiteConnection guarded(SQLiteConnection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA query_only = ON");
      statement.execute("PRAGMA trusted_schema = OFF");
      statement.execute("PRAGMA cell_size_check = ON");
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  static String uri(Path path) {
    StringBuilder uri = new StringBuilder("file://");
    for (byte b : path.toAbsolutePath().toString().getBytes(StandardCharsets.UTF_8)) {
      if (PLAIN.indexOf(b) >= 0) {
        uri.append((char) b);
      } else {
        uri.append("%%%02X".formatted(b));
      }
    }
    return uri.toString();
  }
}
