package dev.tributary.core.internal.snapshot;

import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.api.SourceUnavailable;
import dev.tributary.api.SyncException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** What SQLite's error codes on a source mean for the caller. */
final class SourceFailures {
  private static final int PRIMARY = 0xff;
  private static final Set<SQLiteErrorCode> NEEDS_RECOVERY =
      Set.of(
          SQLiteErrorCode.SQLITE_READONLY_ROLLBACK,
          SQLiteErrorCode.SQLITE_READONLY_RECOVERY,
          SQLiteErrorCode.SQLITE_READONLY_CANTINIT,
          SQLiteErrorCode.SQLITE_READONLY_CANTLOCK,
          SQLiteErrorCode.SQLITE_READONLY_DIRECTORY);

  private SourceFailures() {}

  /** Somebody must roll back or recover the file, and a reader may not: only a copy helps. */
  static boolean needsRecovery(SQLException e) {
    return NEEDS_RECOVERY.contains(code(e)) || is(e, SQLiteErrorCode.SQLITE_CANTOPEN);
  }

  /** SQLite's "malformed" says less than a count of the missing pages. */
  static void requireWhole(Attempt attempt, SQLException e) {
    if (is(e, SQLiteErrorCode.SQLITE_CORRUPT)) {
      SourceStamp stamp = attempt.source().stamp();
      SourceChecks.requireWhole(attempt.path(), stamp.header(), stamp.database().size());
    }
  }

  static boolean isBusy(SQLException e) {
    return is(e, SQLiteErrorCode.SQLITE_BUSY) || is(e, SQLiteErrorCode.SQLITE_LOCKED);
  }

  static SyncException translate(Path path, SQLException e, Duration busyWait) {
    if (isBusy(e)) {
      return locked(path, e, busyWait);
    }
    if (is(e, SQLiteErrorCode.SQLITE_NOTADB)) {
      return new ConfigurationInvalid(path + " is encrypted (SQLCipher) or no SQLite file", e);
    }
    if (is(e, SQLiteErrorCode.SQLITE_CORRUPT)) {
      return new ConfigurationInvalid(path + " is damaged: " + e.getMessage(), e);
    }
    return new SourceUnavailable(path + " cannot be read by SQLite: " + e.getMessage(), e);
  }

  private static SourceUnavailable locked(Path path, SQLException e, Duration busyWait) {
    Optional<String> holder = LockHolder.of(path);
    return new SourceUnavailable(
        "%s is locked by %s for more than %d ms; the next run tries again"
            .formatted(path, holder.orElse("another process"), busyWait.toMillis()),
        e);
  }

  private static boolean is(SQLException e, SQLiteErrorCode primary) {
    return (code(e).code & PRIMARY) == primary.code;
  }

  private static SQLiteErrorCode code(SQLException e) {
    return e instanceof SQLiteException known
        ? known.getResultCode()
        : SQLiteErrorCode.UNKNOWN_ERROR;
  }
}
