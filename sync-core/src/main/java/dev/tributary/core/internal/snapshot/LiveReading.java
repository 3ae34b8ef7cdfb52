package dev.tributary.core.internal.snapshot;

import dev.tributary.core.internal.sqlite.FileBytes;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.sqlite.SQLiteConnection;

/** One read transaction on a live WAL database: it blocks nobody, and nobody changes it. */
final class LiveReading {
  private static final String JOURNAL_MODE = "PRAGMA journal_mode";

  private LiveReading() {}

  /** Empty: the app has just left WAL mode, where reading live would block it. */
  static Optional<Snapshot> take(Attempt attempt) throws SQLException {
    // The snapshot's own claim on both descriptors, for as long as it lives.
    LiveSource kept = LiveSource.open(attempt.path());
    try {
      kept.stamp();
      Optional<Snapshot> snapshot = begin(attempt, kept);
      if (snapshot.isEmpty()) {
        kept.close();
      }
      return snapshot;
    } catch (SQLException | RuntimeException e) {
      kept.close();
      throw e;
    }
  }

  private static Optional<Snapshot> begin(Attempt attempt, LiveSource kept) throws SQLException {
    SQLiteConnection connection = SqliteConnections.live(attempt.path());
    try {
      SqliteConnections.beginReading(connection, attempt.settings().busyWait());
      attempt.held().begin();
      if (isWal(connection)) {
        return Optional.of(
            new Snapshot(
                connection,
                attempt.origin(SnapshotMethod.LIVE),
                pages(attempt.path(), kept),
                kept::close));
      }
      connection.close();
      return Optional.empty();
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /**
   * With an empty WAL the whole picture is in the file, and stays so: a WAL is emptied only after
   * all of it was copied into the file, and SQLite copies nothing into it that is newer than what
   * somebody still reads.
   */
  private static Optional<FileBytes> pages(Path path, LiveSource kept) {
    try {
      FileStat wal = FileStat.of(Companion.walOf(path));
      boolean empty = wal.kind() == FileStat.Kind.REGULAR && wal.size() == 0;
      boolean same = FileStat.of(path).key().equals(kept.database().key());
      return empty && same ? Optional.of(kept.database()::read) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // SQLite reads it all the same, or says why not
    }
  }

  private static boolean isWal(SQLiteConnection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet mode = statement.executeQuery(JOURNAL_MODE)) {
      return mode.next() && mode.getString(1).equals("wal");
    }
  }
}
