package dev.tributary.core.internal.values;

import java.io.IOException;
import java.io.InputStream;
import java.sql.SQLException;
import java.util.Arrays;
import org.postgresql.copy.CopyOut;

/** Where {@link CopyReader} gets its bytes from. */
interface CopyChunks {
  /** The statement's own answer to a cancel request. */
  String CANCELED = "57014";

  /** The next bytes; empty: there are no more. */
  byte[] next() throws SQLException;

  /** Gives up what was not read. */
  void close() throws SQLException;

  /** Makes the server stop sending. */
  interface Cancel {
    void send() throws SQLException;
  }

  /**
   * Never {@code CopyOut.cancelCopy}: it leaves what the server sent meanwhile in the connection,
   * where the next statement takes it for its own answer.
   */
  static CopyChunks of(CopyOut copy, Cancel cancel) {
    return new CopyChunks() {
      @Override
      public byte[] next() throws SQLException {
        byte[] chunk = copy.readFromCopy();
        return chunk == null ? new byte[0] : chunk;
      }

      @Override
      public void close() throws SQLException {
        if (copy.isActive()) {
          cancel.send();
          drain(copy);
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

  private static void drain(CopyOut copy) throws SQLException {
    byte[] chunk = {};
    try {
      while (chunk != null) {
        chunk = copy.readFromCopy();
      }
    } catch (SQLException e) {
      if (!CANCELED.equals(e.getSQLState())) {
        throw e;
      }
    }
  }

  private static SQLException broken(IOException cause) {
    return new SQLException("cannot read the rows: " + cause.getMessage(), "08006", cause);
  }
}
