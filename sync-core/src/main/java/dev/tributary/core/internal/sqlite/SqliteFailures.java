package dev.tributary.core.internal.sqlite;

import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.api.SourceUnavailable;
import dev.tributary.api.SyncException;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * Turns a {@link SQLException} of a SQLite file into the failure that tells the caller what to do.
 *
 * <p>Decides by SQLite's result code, never by text. What may pass by itself is {@link
 * SourceUnavailable}.
 */
public final class SqliteFailures {
  private static final int PRIMARY_CODE = 0xff;

  private SqliteFailures() {}

  /**
   * @param what the act that failed: "cannot [what]: ..."
   */
  public static SyncException toSyncException(String what, SQLException e) {
    return switch (primaryCode(e)) {
      case SQLITE_CORRUPT ->
          new ConfigurationInvalid(
              "cannot %s: the file is damaged (%s); run PRAGMA integrity_check on it"
                  .formatted(what, e.getMessage()),
              e);
      case SQLITE_NOTADB ->
          new ConfigurationInvalid(
              "cannot %s: the file is no SQLite database, or it is encrypted (%s)"
                  .formatted(what, e.getMessage()),
              e);
      case SQLITE_ERROR -> // not of the moment: SQLite cannot do what it was asked for
          new ConfigurationInvalid(
              ("cannot %s: %s; what needs a collation or function of its application can be read"
                      + " by that alone")
                  .formatted(what, e.getMessage()),
              e);
      default -> new SourceUnavailable("cannot %s: %s".formatted(what, e.getMessage()), e);
    };
  }

  private static SQLiteErrorCode primaryCode(SQLException e) {
    int code = e instanceof SQLiteException sqlite ? sqlite.getResultCode().code : e.getErrorCode();
    return SQLiteErrorCode.getErrorCode(code & PRIMARY_CODE);
  }
}
