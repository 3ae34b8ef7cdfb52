package dev.tributary.core.internal.snapshot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.sqlite.SQLiteConnection;

/**
 * Copies a database with its {@code -wal} and {@code -journal} as they are, and lets SQLite recover
 * the copy.
 *
 * <p>Right because of SQLite's own promise: what these files hold at any one instant can be
 * recovered. That it was one instant is proven by equal stamps before and after.
 */
final class RecoveredCopy {
  private static final String RECOVER = "SELECT count(*) FROM sqlite_schema";
  private static final String NO_SYNC = "PRAGMA synchronous = OFF";
  private static final String MERGE_WAL = "PRAGMA wal_checkpoint(TRUNCATE)";

  private final Attempt attempt;
  private final LiveSource source;

  RecoveredCopy(Attempt attempt) {
    this.attempt = attempt;
    this.source = attempt.source();
  }

  /** Empty: the files changed, or were written so lately that nobody could tell. */
  Optional<Snapshot> take() throws IOException, SQLException {
    try (CopyInMaking copy = CopyInMaking.of(attempt)) {
      SourceStamp before = source.stamp();
      if (!attempt.calm(before) || !copyAll(before, copy) || !before.equals(source.stamp())) {
        return Optional.empty();
      }
      if (!before.wal().exists() && !before.journal().exists()) {
        return Optional.of(copy.finish(SnapshotMethod.OPTIMISTIC_COPY));
      }
      recover(copy.database());
      return Optional.of(copy.finish(SnapshotMethod.RECOVERED_COPY));
    }
  }

  private boolean copyAll(SourceStamp stamp, CopyInMaking copy) throws IOException {
    try {
      FileCopy.unhurried().copy(source.database(), copy.database());
      copyIfThere(stamp.journal(), Companion.journalOf(source.path()), copy.journal());
      copyIfThere(stamp.wal(), Companion.walOf(source.path()), copy.wal());
      return true;
    } catch (NoSuchFileException gone) {
      return false;
    }
  }

  private static void copyIfThere(Companion companion, Path from, Path to) throws IOException {
    if (companion.exists()) {
      FileCopy.copyCompanion(from, to);
    }
  }

  private static void recover(Path copy) throws IOException, SQLException {
    try (SQLiteConnection connection = SqliteConnections.rawCopy(copy);
        Statement statement = connection.createStatement()) {
      statement.execute(NO_SYNC);
      statement.executeQuery(RECOVER).close();
      try (ResultSet busy = statement.executeQuery(MERGE_WAL)) {
        if (busy.next() && busy.getInt(1) != 0) {
          throw new IOException("the WAL of the private copy could not be merged");
        }
      }
    }
    Path wal = Companion.walOf(copy);
    if (Files.exists(wal) && Files.size(wal) > 0) {
      throw new IOException("the WAL of the private copy stayed behind");
    }
  }
}
