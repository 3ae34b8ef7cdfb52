package dev.tributary.core.internal.snapshot;

import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.api.SourceUnavailable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.sqlite.SQLiteConnection;

/**
 * A private copy that becomes a snapshot, or is thrown away.
 *
 * <p>Closing it removes the copy, unless {@link #finish} has handed it over.
 */
final class CopyInMaking implements AutoCloseable {
  private static final String QUICK_CHECK = "PRAGMA quick_check(1)";
  private static final String READ_SCHEMA = "SELECT count(*) FROM sqlite_schema";
  private static final long SPARE_BYTES = 1_000_000;

  private final Attempt attempt;
  private final PrivateDirectory directory;
  private boolean handedOver;

  private CopyInMaking(Attempt attempt, PrivateDirectory directory) {
    this.attempt = attempt;
    this.directory = directory;
  }

  static CopyInMaking of(Attempt attempt) throws IOException {
    CopyInMaking copy =
        new CopyInMaking(attempt, PrivateDirectory.create(attempt.settings().workDirectory()));
    try {
      copy.requireSpace(copy.directory.freeBytes());
      return copy;
    } catch (IOException | RuntimeException e) {
      copy.close();
      throw e;
    }
  }

  /** Merging a WAL can add its bytes to the database once more. */
  void requireSpace(long free) {
    long needed = attempt.stamp().bytes() + attempt.stamp().wal().stat().size() + SPARE_BYTES;
    if (free < needed) {
      throw new SourceUnavailable(
          "a copy of %s needs %d bytes in %s, where only %d are free"
              .formatted(attempt.path(), needed, attempt.settings().workDirectory(), free));
    }
  }

  Path database() {
    return directory.database();
  }

  Path journal() {
    return Companion.journalOf(database());
  }

  Path wal() {
    return Companion.walOf(database());
  }

  Snapshot finish(SnapshotMethod method) throws IOException, SQLException {
    requireWhole();
    SQLiteConnection connection = SqliteConnections.finishedCopy(database());
    try {
      SqliteConnections.beginReading(connection);
      check(connection);
      PrivateBytes bytes = PrivateBytes.of(database());
      handedOver = true;
      return new Snapshot(
          connection, attempt.origin(method), Optional.of(bytes), () -> remove(bytes));
    } catch (IOException | SQLException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  private void remove(PrivateBytes bytes) {
    try {
      bytes.close();
    } finally {
      directory.close();
    }
  }

  private void requireWhole() throws IOException {
    try (InputStream in = Files.newInputStream(database())) {
      byte[] head = in.readNBytes(Header.LENGTH);
      SourceChecks.requireHeader(attempt.path(), head);
      SourceChecks.requireWhole(attempt.path(), Header.of(head), Files.size(database()));
    }
  }

  private void check(SQLiteConnection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.executeQuery(READ_SCHEMA).close();
      if (attempt.settings().copyCheck() == CopyCheck.QUICK_CHECK) {
        requireSound(statement);
      }
    }
  }

  private void requireSound(Statement statement) throws SQLException {
    try (ResultSet found = statement.executeQuery(QUICK_CHECK)) {
      if (found.next() && !found.getString(1).equals("ok")) {
        throw new ConfigurationInvalid(
            attempt.path() + " is damaged, quick_check says: " + found.getString(1));
      }
    }
  }

  @Override
  public void close() {
    if (!handedOver) {
      directory.close();
    }
  }
}
