package dev.tributary.core.internal.capture;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Optional;

/**
 * The first page of an index file.
 *
 * @param shape stands for the key that the index was made for
 * @param epoch the state that the index holds
 */
record IndexHeader(
    String boot, long shape, int capacity, int used, int size, long keyBytes, String epoch) {
  static final int BYTES = 4096;

  private static final long MAGIC = 0x7472696274696432L;
  private static final byte CLEAN = 1;

  /** From now on the file is not believed. A call to the system, so later writes come later. */
  static void markDirty(FileChannel file) throws IOException {
    FileMemory.writeFully(file, 0, ByteBuffer.wrap(new byte[] {0}));
  }

  /** Empty when the file was not left clean, or is no such file. */
  static Optional<IndexHeader> read(FileChannel file) throws IOException {
    ByteBuffer page = ByteBuffer.allocate(BYTES);
    while (page.hasRemaining() && file.read(page, page.position()) > 0) {}
    if (page.hasRemaining()) {
      return Optional.empty();
    }
    try {
      return parse(new DataInputStream(new ByteArrayInputStream(page.array())));
    } catch (IOException damaged) {
      return Optional.empty();
    }
  }

  private static Optional<IndexHeader> parse(DataInputStream in) throws IOException {
    if (in.readByte() != CLEAN || in.readLong() != MAGIC) {
      return Optional.empty();
    }
    return Optional.of(
        new IndexHeader(
            in.readUTF(),
            in.readLong(),
            in.readInt(),
            in.readInt(),
            in.readInt(),
            in.readLong(),
            in.readUTF()));
  }

  /** Says that all else in the file is as it should be. */
  void write(FileChannel file) throws IOException {
    ByteArrayOutputStream page = new ByteArrayOutputStream(BYTES);
    DataOutputStream out = new DataOutputStream(page);
    out.writeByte(CLEAN);
    out.writeLong(MAGIC);
    out.writeUTF(boot);
    out.writeLong(shape);
    out.writeInt(capacity);
    out.writeInt(used);
    out.writeInt(size);
    out.writeLong(keyBytes);
    out.writeUTF(epoch);
    out.write(new byte[BYTES - out.size()]);
    FileMemory.writeFully(file, 0, ByteBuffer.wrap(page.toByteArray()));
  }
}
