package dev.tributary.core.internal.values;

import java.io.IOException;
import java.io.InputStream;
import java.sql.SQLException;
import java.util.Arrays;
import org.postgresql.copy.CopyOut;

/** Where {@link CopyReader} gets its bytes from. */
interface CopyChunks {
  /** The next bytes; empty: there are no more. */
  byte[] next() throws SQLException;

  /** Gives up what was not read. */
  void close() throws SQLException;

  static CopyChunks of(CopyOut copy) {
    return new CopyChunks() {
      @Override
      public byte[] next() throws SQLException {
        byte[] chunk = copy.readFromCopy();
        return chunk == null ? new byte[0] : chunk;
      }

      @Override
      public void close() throws SQLException {
        if (copy.isActive()) {
          copy.cancelCopy();
        }
      }
    };
  }

  static CopyChunks of(InputStream stream) {
    byte[] chunk = new byte[64 << 10];
    return new CopyChunks() {
      @Override
      public byte[] next() throws SQLException {
        try {
          return Arrays.copyOf(chunk, Math.max(0, stream.read(chunk)));
        } catch (IOException e) {
          throw broken(e);
        }
      }

      @Override
      public void close() throws SQLException {
        try {
          stream.close();
        } catch (IOException e) {
          throw broken(e);
        }
      }
    };
  }

  private static SQLException broken(IOException cause) {
    return new SQLException("cannot read the rows: " + cause.getMessage(), "08006", cause);
  }
}
