package dev.tributary.core.internal.snapshot;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import org.sqlite.SQLiteConnection;

/**
 * SQLite's SHARED lock on a live file in a rollback mode, taken by a read transaction.
 *
 * <p>While it is held no app can commit, so it must be short. Getting it also proves that no
 * transaction has spilled pages into the file and that no journal waits to be rolled back.
 */
final class SharedLock implements AutoCloseable {
  private final SQLiteConnection connection;
  private final Attempt attempt;

  private SharedLock(SQLiteConnection connection, Attempt attempt) {
    this.connection = connection;
    this.attempt = attempt;
  }

  /** Takes nothing yet. */
  static SharedLock on(Attempt attempt) throws SQLException {
    return new SharedLock(SqliteConnections.live(attempt.path()), attempt);
  }

  @FunctionalInterface
  interface Guarded<T> {
    T run() throws SQLException, IOException;
  }

  <T> T whileHeld(Guarded<T> work) throws SQLException, IOException {
    SqliteConnections.beginReading(connection, attempt.settings().busyWait());
    attempt.held().begin();
    try {
      return work.run();
    } finally {
      SqliteConnections.endReading(connection);
      attempt.held().end();
    }
  }

  Duration heldNow() {
    return attempt.held().current();
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
