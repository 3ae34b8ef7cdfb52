package dev.tributary.core.internal.snapshot;

import dev.tributary.api.SourceUnavailable;
import dev.tributary.core.internal.sqlite.FileBytes;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.sqlite.SQLiteConnection;

/**
 * A consistent picture of a source, for all tables alike: one read transaction on the live file, or
 * on a private copy of it.
 *
 * <p>Close it soon: a live one keeps the app's WAL from being reset, a copy takes disk space. May
 * be closed twice.
 */
public final class Snapshot implements AutoCloseable {
  /** What is known about the picture itself. */
  record Origin(SnapshotMethod method, String journalMode, long fileBytes, HeldTime held) {}

  private final SQLiteConnection connection;
  private final Origin origin;
  private final Optional<FileBytes> pages;
  private final Runnable afterwards;
  private boolean closed;

  /**
   * @param pages empty where the picture is spread over other files
   * @param afterwards runs once, after the connection is closed
   */
  Snapshot(
      SQLiteConnection connection, Origin origin, Optional<FileBytes> pages, Runnable afterwards) {
    this.connection = connection;
    this.origin = origin;
    this.pages = pages;
    this.afterwards = afterwards;
  }

  /** Read-only, with one read transaction open that must stay so. */
  public SQLiteConnection connection() {
    return connection;
  }

  /** The file's bytes, where they are the picture: nobody changes them while this is open. */
  public Optional<FileBytes> pages() {
    return pages;
  }

  public SnapshotMethod method() {
    return origin.method();
  }

  /** Of the source: wal, delete, truncate or persist. */
  public String journalMode() {
    return origin.journalMode();
  }

  /** Size of the source file, companions not counted. */
  public long fileBytes() {
    return origin.fileBytes();
  }

  /** How long the live file was held by a lock or read transaction of ours, up to now. */
  public Duration sourceHeld() {
    return origin.held().total();
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      connection.close();
    } catch (SQLException e) {
      throw new SourceUnavailable("closing a snapshot failed: " + e.getMessage(), e);
    } finally {
      origin.held().end();
      afterwards.run();
    }
  }
}
