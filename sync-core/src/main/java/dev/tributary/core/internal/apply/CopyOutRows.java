package dev.tributary.core.internal.apply;

import dev.tributary.core.internal.values.CopyReader;
import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.PGConnection;

/** Opens a streaming binary read of a query; memory is bound to one row. */
public final class CopyOutRows {
  private CopyOutRows() {}

  /**
   * @param select a SELECT whose result columns have the binary forms that the reader knows
   */
  public static CopyReader open(Connection connection, String select) throws SQLException {
    String copy = "COPY (" + select + ") TO STDOUT (FORMAT binary)";
    return CopyReader.of(connection.unwrap(PGConnection.class).getCopyAPI().copyOut(copy));
  }
}
