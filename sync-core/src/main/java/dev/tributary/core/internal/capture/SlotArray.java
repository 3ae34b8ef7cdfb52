package dev.tributary.core.internal.capture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;

/**
 * An array of slots of four 64-bit words each, off the heap when it is large.
 *
 * <p>A large one is a mapped part of a file; a small one lives on the heap, because thousands of
 * small mappings would use up what the system allows.
 */
final class SlotArray {
  static final int WORDS = 4;
  private static final int SLOT_SHIFT = 5;
  private static final int SEGMENT_SHIFT = 25;
  private static final int SEGMENT_MASK = (1 << SEGMENT_SHIFT) - 1;
  private static final int LARGE = 1 << 15;
  private static final int ZEROS = 1 << 18;

  private final ByteBuffer[] segments;
  private final int slots;

  private SlotArray(int slots, ByteBuffer[] segments) {
    this.slots = slots;
    this.segments = segments;
  }

  /** All words zero. Nothing is written to the file if the array is small. */
  static SlotArray create(FileChannel file, long position, int slots) throws IOException {
    if (isSmall(slots)) {
      return onHeap(slots);
    }
    fillWithZeros(file, position, (long) slots << SLOT_SHIFT);
    return new SlotArray(slots, map(file, position, slots));
  }

  /** As it was left in the file. */
  static SlotArray read(FileChannel file, long position, int slots) throws IOException {
    if (!isSmall(slots)) {
      return new SlotArray(slots, map(file, position, slots));
    }
    ByteBuffer buffer = ByteBuffer.allocate(slots << SLOT_SHIFT);
    while (buffer.hasRemaining()) {
      if (file.read(buffer, position + buffer.position()) < 0) {
        throw new IOException("the file is too short");
      }
    }
    return new SlotArray(slots, new ByteBuffer[] {order(buffer)});
  }

  static boolean isSmall(int slots) {
    return slots < LARGE;
  }

  static SlotArray onHeap(int slots) {
    return new SlotArray(slots, new ByteBuffer[] {order(ByteBuffer.allocate(slots << SLOT_SHIFT))});
  }

  int slots() {
    return slots;
  }

  long word(int slot, int word) {
    return segments[slot >>> SEGMENT_SHIFT].getLong(at(slot, word));
  }

  void word(int slot, int word, long value) {
    segments[slot >>> SEGMENT_SHIFT].putLong(at(slot, word), value);
  }

  /** Writes a small array; a large one is its file. */
  void write(FileChannel file, long position) throws IOException {
    if (isSmall(slots)) {
      writeFully(file, position, segments[0].duplicate().clear());
    }
  }

  static void writeFully(FileChannel file, long position, ByteBuffer bytes) throws IOException {
    long at = position;
    while (bytes.hasRemaining()) {
      at += file.write(bytes, at);
    }
  }

  private static int at(int slot, int word) {
    return ((slot & SEGMENT_MASK) << SLOT_SHIFT) + (word << 3);
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

  private static ByteBuffer[] map(FileChannel file, long position, int slots) throws IOException {
    ByteBuffer[] segments = new ByteBuffer[((slots - 1) >>> SEGMENT_SHIFT) + 1];
    for (int i = 0; i < segments.length; i++) {
      int first = i << SEGMENT_SHIFT;
      long from = position + ((long) first << SLOT_SHIFT);
      int count = Math.min(slots - first, 1 << SEGMENT_SHIFT);
      segments[i] = order(file.map(MapMode.READ_WRITE, from, (long) count << SLOT_SHIFT));
    }
    return segments;
  }

  private static ByteBuffer order(ByteBuffer buffer) {
    return buffer.order(ByteOrder.nativeOrder());
  }
}
