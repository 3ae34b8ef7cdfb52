package dev.tributary.core.internal.restore;

import dev.tributary.api.ConfigurationInvalid;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Says what a person can do when SQLite refuses to build the file. */
final class RestoreFailures {
  private static final int PRIMARY_CODE = 0xff;

  private RestoreFailures() {}

  /**
   * @param what the act that failed: "cannot [what]: ..."
   */
  static ConfigurationInvalid of(String what, SQLException e) {
    return new ConfigurationInvalid("cannot %s: %s%s".formatted(what, message(e), wayOut(e)), e);
  }

  /** Whether SQLite cannot make sense of the statement, for want of a function or a module. */
  static boolean isOfStatement(SQLException e) {
    return primaryCode(e) == SQLiteErrorCode.SQLITE_ERROR;
  }

  static String message(SQLException e) {
    return e instanceof SQLiteException sqlite
        ? sqlite.getMessage()
        : String.valueOf(e.getMessage());
  }

  private static String wayOut(SQLException e) {
    return switch (primaryCode(e)) {
      case SQLITE_FULL -> "; make room on the disk and restore again";
      case SQLITE_IOERR, SQLITE_READONLY, SQLITE_CANTOPEN -> "; check the disk of the new file";
      case SQLITE_CONSTRAINT ->
          "; rows in PostgreSQL are not those of one instant of the source: decide open conflicts"
              + " or run verify with repair, then restore again";
      default -> "";
    };
  }

  private static SQLiteErrorCode primaryCode(SQLException e) {
    int code = e instanceof SQLiteException sqlite ? sqlite.getResultCode().code : e.getErrorCode();
    return SQLiteErrorCode.getErrorCode(code & PRIMARY_CODE);
  }
}
