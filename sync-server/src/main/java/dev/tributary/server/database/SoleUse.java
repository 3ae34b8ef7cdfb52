package dev.tributary.server.database;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The right to run the embedded server for oneself; one process holds it, and it ends with it. */
final class SoleUse implements AutoCloseable {
  private final FileChannel channel;

  private SoleUse(FileChannel channel) {
    this.channel = channel;
  }

  /** Fails at once when another process holds it. */
  static SoleUse of(Path directory) throws IOException {
    Path file = directory.resolve("in-use");
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (channel.tryLock() == null) {
      channel.close();
      throw new IOException(
          ("process %s uses it; wait for its end, use another --data-dir, or let one server serve"
                  + " many commands: tributary db start")
              .formatted(Files.readString(file).strip()));
    }
    channel.truncate(0);
    byte[] number = Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.UTF_8);
    channel.write(ByteBuffer.wrap(number), 0);
    return new SoleUse(channel);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
