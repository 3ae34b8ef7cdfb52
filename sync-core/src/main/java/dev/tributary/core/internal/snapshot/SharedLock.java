package dev.tributary.core.internal.snapshot;

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
  private final HeldTime held;

  private SharedLock(SQLiteConnection connection, HeldTime held) {
    this.connection = connection;
    this.held = held;
  }

  /** Takes nothing yet. */
  static SharedLock on(LiveSource source, SnapshotSettings settings, HeldTime held)
      throws SQLException {
    return new SharedLock(SqliteConnections.live(source.path(), settings.busyWait()), held);
  }

  @FunctionalInterface
  interface Guarded<T> {
    T run() throws SQLException, java.io.IOException;
  }

  <T> T whileHeld(Guarded<T> work) throws SQLException, java.io.IOException {
    SqliteConnections.beginReading(connection);
    held.begin();
    try {
      return work.run();
    } finally {
      SqliteConnections.endReading(connection);
      held.end();
    }
  }

  Duration heldNow() {
    return held.current();
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
