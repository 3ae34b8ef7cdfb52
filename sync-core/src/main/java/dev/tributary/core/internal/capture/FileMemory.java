package dev.tributary.core.internal.capture;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;

/**
 * A part of a file as memory; off the heap when it is large.
 *
 * <p>A large one is mapped; a small one lives on the heap and is in the file only after {@link
 * #write}, because thousands of small mappings would use up what the system allows.
 */
final class FileMemory {
  private static final int SEGMENT_SHIFT = 30;
  private static final int SEGMENT_MASK = (1 << SEGMENT_SHIFT) - 1;
  private static final int LARGE = 1 << 20;
  private static final int ZEROS = 1 << 18;

  private final ByteBuffer[] segments;
  private final long bytes;

  private FileMemory(long bytes, ByteBuffer[] segments) {
    this.bytes = bytes;
    this.segments = segments;
  }

  static boolean isSmall(long bytes) {
    return bytes < LARGE;
  }

  /** All zero. */
  static FileMemory onHeap(long bytes) {
    return new FileMemory(bytes, new ByteBuffer[] {order(ByteBuffer.allocate((int) bytes))});
  }

  /** All zero. */
  static FileMemory create(FileChannel file, long position, long bytes) throws IOException {
    if (isSmall(bytes)) {
      return onHeap(bytes);
    }
    fillWithZeros(file, position, bytes);
    return new FileMemory(bytes, map(file, position, bytes));
  }

  /** As it was left in the file. */
  static FileMemory read(FileChannel file, long position, long bytes) throws IOException {
    if (file.size() < position + bytes) {
      throw new EOFException("the file is too short");
    }
    if (!isSmall(bytes)) {
      return new FileMemory(bytes, map(file, position, bytes));
    }
    FileMemory memory = onHeap(bytes);
    ByteBuffer buffer = memory.segments[0].duplicate();
    while (buffer.hasRemaining() && file.read(buffer, position + buffer.position()) > 0) {}
    return memory;
  }

  long bytes() {
    return bytes;
  }

  long getLong(long at) {
    return segments[(int) (at >>> SEGMENT_SHIFT)].getLong((int) at & SEGMENT_MASK);
  }

  void putLong(long at, long value) {
    segments[(int) (at >>> SEGMENT_SHIFT)].putLong((int) at & SEGMENT_MASK, value);
  }

  int getInt(long at) {
    return segments[(int) (at >>> SEGMENT_SHIFT)].getInt((int) at & SEGMENT_MASK);
  }

  void putInt(long at, int value) {
    segments[(int) (at >>> SEGMENT_SHIFT)].putInt((int) at & SEGMENT_MASK, value);
  }

  /** Brings a small one into the file; a large one is there already. */
  void write(FileChannel file, long position) throws IOException {
    if (isSmall(bytes)) {
      writeFully(file, position, segments[0].duplicate().clear());
    }
  }

  static void writeFully(FileChannel file, long position, ByteBuffer bytes) throws IOException {
    long at = position;
    while (bytes.hasRemaining()) {
      at += file.write(bytes, at);
    }
  }

  /**
   * Takes the space now: a mapping of a file with holes kills the process when the disk is full.
   */
  private static void fillWithZeros(FileChannel file, long position, long bytes)
      throws IOException {
    ByteBuffer zeros = ByteBuffer.allocateDirect(ZEROS);
    for (long done = 0; done < bytes; done += ZEROS) {
      zeros.clear().limit((int) Math.min(ZEROS, bytes - done));
      writeFully(file, position + done, zeros);
    }
  }

  private static ByteBuffer[] map(FileChannel file, long position, long bytes) throws IOException {
    ByteBuffer[] segments = new ByteBuffer[(int) ((bytes - 1) >>> SEGMENT_SHIFT) + 1];
    for (int i = 0; i < segments.length; i++) {
      long first = (long) i << SEGMENT_SHIFT;
      long size = Math.min(bytes - first, 1L << SEGMENT_SHIFT);
      segments[i] = order(file.map(MapMode.READ_WRITE, position + first, size));
    }
    return segments;
  }

  private static ByteBuffer order(ByteBuffer buffer) {
    return buffer.order(ByteOrder.nativeOrder());
  }
}
