package dev.tributary.core.internal.values;

import java.io.InputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/**
 * Reads {@code COPY ... TO STDOUT (FORMAT binary)} row by row.
 *
 * <p>Memory is bound to one row. Part of the JDBC code: it throws {@code SQLException} for its
 * caller to classify, with class 08 for a stream that breaks off. The connection is free for the
 * next statement after the last row and after closing.
 */
public final class CopyReader implements AutoCloseable {
  private static final int SIGNATURE_SIZE = 11;
  private static final int FIRST_ROOM = 64 << 10;
  private static final int KEPT_ROOM = 4 << 20;
  private static final int ROOM_LIMIT = Integer.MAX_VALUE - 8;

  private final CopyChunks chunks;
  private final CopyRow row = new CopyRow();
  private byte[] buffer = new byte[FIRST_ROOM];
  private int position;
  private int limit;
  private boolean begun;
  private boolean ended;

  private CopyReader(CopyChunks chunks) {
    this.chunks = chunks;
  }

  /** Runs {@code COPY ... TO STDOUT (FORMAT binary)}. Closing early cancels the statement. */
  public static CopyReader of(Connection connection, String copy) throws SQLException {
    PGConnection postgres = connection.unwrap(PGConnection.class);
    CopyOut out = postgres.getCopyAPI().copyOut(copy);
    return new CopyReader(CopyChunks.of(out, postgres::cancelQuery));
  }

  /** Reads a COPY that runs. Closing early reads and drops the rest. */
  public static CopyReader of(CopyOut copy) {
    return new CopyReader(CopyChunks.of(copy, () -> {}));
  }

  public static CopyReader of(InputStream stream) {
    return new CopyReader(CopyChunks.of(stream));
  }

  /** Reads the next row into {@link #row()}; false: that was the last. */
  public boolean next() throws SQLException {
    if (ended) {
      return false;
    }
    if (!begun) {
      readHeader();
    }
    need(2);
    int fields = (short) (buffer[position] << 8 | buffer[position + 1] & 0xff);
    if (fields < 0) {
      end();
      return false;
    }
    readRow(fields);
    return true;
  }

  /** The row that {@link #next} read, until it is called again. */
  public CopyRow row() {
    return row;
  }

  @Override
  public void close() throws SQLException {
    ended = true;
    chunks.close();
  }

  private void readHeader() throws SQLException {
    CopyBuffer expected = new CopyBuffer(32);
    CopyBuffer.header(expected);
    need(expected.length());
    if (!Arrays.equals(
        buffer, position, position + SIGNATURE_SIZE, expected.array(), 0, SIGNATURE_SIZE)) {
      throw new SQLException("these rows are not in the format of a binary COPY", "08P01");
    }
    int extension = int32(position + SIGNATURE_SIZE + 4);
    if (extension < 0) {
      throw new SQLException("the header of a binary COPY is damaged", "08P01");
    }
    position += expected.length();
    need(extension);
    position += extension;
    begun = true;
  }

  private void readRow(int fields) throws SQLException {
    row.start(fields);
    long size = 2;
    for (int i = 0; i < fields; i++) {
      need(size + 4);
      int length = int32(position + (int) size);
      size += 4;
      row.field(i, (int) size, length);
      size += Math.max(0, length);
    }
    need(size);
    row.place(buffer, position);
    position += (int) size;
  }

  /** Takes the rest of the stream, else the connection is not free for the next statement. */
  private void end() throws SQLException {
    ended = true;
    while (chunks.next().length > 0) {
      position = limit;
    }
  }

  /** Makes so many bytes from the position on be there. */
  private void need(long size) throws SQLException {
    while (limit - position < size) {
      byte[] chunk = chunks.next();
      if (chunk.length == 0) {
        throw new SQLException("the rows break off in the middle", "08006");
      }
      makeRoom(chunk.length, size);
      System.arraycopy(chunk, 0, buffer, limit, chunk.length);
      limit += chunk.length;
    }
  }

  private void makeRoom(int more, long row) throws SQLException {
    int used = limit - position;
    long needed = Math.max((long) used + more, row);
    boolean outsized = buffer.length > KEPT_ROOM && needed < FIRST_ROOM;
    if (buffer.length - limit < more || outsized) {
      byte[] room = needed > buffer.length || outsized ? new byte[roomFor(needed)] : buffer;
      System.arraycopy(buffer, position, room, 0, used);
      buffer = room;
      position = 0;
      limit = used;
    }
  }

  private static int roomFor(long needed) throws SQLException {
    if (needed > ROOM_LIMIT) {
      throw new SQLException("a row of " + needed + " bytes is too large to be read", "54000");
    }
    return (int) Math.min(ROOM_LIMIT, Math.max(FIRST_ROOM, needed + Math.min(needed, KEPT_ROOM)));
  }

  private int int32(int at) {
    return buffer[at] << 24
        | (buffer[at + 1] & 0xff) << 16
        | (buffer[at + 2] & 0xff) << 8
        | buffer[at + 3] & 0xff;
  }
}
