package dev.tributary.core.internal.capture;

import dev.tributary.core.internal.table.Row;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.sqlite.SQLiteConnection;
import org.sqlite.core.Codes;
import org.sqlite.core.CoreStatement;
import org.sqlite.core.DB;

/**
 * One running statement, read with the storage class of each cell and its true bytes.
 *
 * <p>Below JDBC, whose getters convert: a text that is no valid UTF-8 would be changed unseen.
 */
final class SqliteCursor {
  private static final byte[] EMPTY = {};

  private final DB database;
  private final long statement;

  private SqliteCursor(DB database, long statement) {
    this.database = database;
    this.statement = statement;
  }

  /** Runs the query; the cursor lives as long as the body. */
  static long run(SQLiteConnection connection, String sql, Body body) throws SQLException {
    try (PreparedStatement prepared = connection.prepareStatement(sql)) {
      return ((CoreStatement) prepared)
          .pointer.safeRunLong((database, pointer) -> run(database, pointer, body));
    }
  }

  private static long run(DB database, long pointer, Body body) throws SQLException {
    try {
      return body.read(new SqliteCursor(database, pointer));
    } finally {
      database.reset(pointer); // an unfinished statement would hold the read transaction open
    }
  }

  boolean next() throws SQLException {
    int code = database.step(statement);
    if (code != Codes.SQLITE_ROW && code != Codes.SQLITE_DONE) {
      database.throwex(code);
    }
    return code == Codes.SQLITE_ROW;
  }

  long integer(int column) throws SQLException {
    return database.column_long(statement, column);
  }

  /** Reads the first columns, as many as the row has. */
  void read(Row row) throws SQLException {
    int width = row.width();
    for (int column = 0; column < width; column++) {
      switch (database.column_type(statement, column)) {
        case Codes.SQLITE_INTEGER -> row.setInteger(column, integer(column));
        case Codes.SQLITE_FLOAT -> row.setReal(column, database.column_double(statement, column));
        case Codes.SQLITE_TEXT -> row.setText(column, bytes(column));
        case Codes.SQLITE_BLOB -> row.setBlob(column, bytes(column));
        default -> row.setNull(column);
      }
    }
  }

  private byte[] bytes(int column) throws SQLException {
    byte[] bytes = database.column_blob(statement, column);
    return bytes == null ? EMPTY : bytes; // SQLite gives no pointer for zero bytes
  }

  /** What reads the rows. */
  @FunctionalInterface
  interface Body {
    long read(SqliteCursor cursor) throws SQLException;
  }
}
