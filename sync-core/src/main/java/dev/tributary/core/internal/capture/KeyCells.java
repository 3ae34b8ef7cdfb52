package dev.tributary.core.internal.capture;

import dev.tributary.core.internal.table.Row;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * The cells of keys, one key after the other in a file; each is known by its offset.
 *
 * <p>Only ever appended to. What is not yet {@link #flush() flushed} is in memory.
 */
final class KeyCells {
  private static final int WINDOW = 8192;

  private final Path path;
  private final FileChannel file;
  private final int[] positions;
  private final CellBytes pending = new CellBytes(this::write);
  private long written;
  private ByteBuffer window = ByteBuffer.allocate(0);
  private long windowAt;

  /**
   * @param bytes of the file that are in use
   */
  KeyCells(Path path, FileChannel file, int[] positions, long bytes) {
    this.path = path;
    this.file = file;
    this.positions = positions;
    this.written = bytes;
  }

  long bytes() {
    return written + pending.length();
  }

  long append(Row row) {
    long offset = bytes();
    for (int position : positions) {
      pending.putCell(row, position);
    }
    return offset;
  }

  void flush() {
    pending.spill();
  }

  /** Sets the key cells of the row; the others become NULL. */
  void read(long offset, Row row) {
    flush();
    row.clear();
    long at = offset;
    for (int position : positions) {
      at = readCell(at, row, position);
    }
  }

  private long readCell(long at, Row row, int position) {
    byte type = bytesAt(at, 1).get();
    switch (type) {
      case Row.INTEGER -> row.setInteger(position, bytesAt(at + 1, Long.BYTES).getLong());
      case Row.REAL -> {
        double real = Double.longBitsToDouble(bytesAt(at + 1, Long.BYTES).getLong());
        row.setReal(position, real);
      }
      case Row.TEXT -> row.setText(position, value(at + 1));
      case Row.BLOB -> row.setBlob(position, value(at + 1));
      default -> row.setNull(position);
    }
    return at + 1 + length(row, position);
  }

  private static int length(Row row, int position) {
    return switch (row.type(position)) {
      case Row.INTEGER, Row.REAL -> Long.BYTES;
      case Row.TEXT, Row.BLOB -> Integer.BYTES + row.bytes(position).length;
      default -> 0;
    };
  }

  private byte[] value(long at) {
    byte[] value = new byte[bytesAt(at, Integer.BYTES).getInt()];
    bytesAt(at + Integer.BYTES, value.length).get(value);
    return value;
  }

  /** A view of the file that has at least that many bytes. */
  private ByteBuffer bytesAt(long at, int count) {
    if (at < windowAt || at + count > windowAt + window.limit()) {
      load(at, Math.max(count, WINDOW));
    }
    if (at + count > windowAt + window.limit()) {
      throw IndexFailure.of(path, new EOFException("a key is missing"));
    }
    return window.position((int) (at - windowAt));
  }

  private void load(long at, int count) {
    int size = (int) Math.min(count, written - at);
    window = ByteBuffer.allocate(Math.max(size, 0)).order(ByteOrder.LITTLE_ENDIAN);
    windowAt = at;
    try {
      while (window.hasRemaining() && file.read(window, at + window.position()) > 0) {}
    } catch (IOException e) {
      throw IndexFailure.of(path, e);
    }
    window.flip();
  }

  private void write(byte[] bytes, int offset, int length) {
    try {
      FileMemory.writeFully(file, written, ByteBuffer.wrap(bytes, offset, length));
      written += length;
    } catch (IOException e) {
      throw IndexFailure.of(path, e);
    }
  }
}
