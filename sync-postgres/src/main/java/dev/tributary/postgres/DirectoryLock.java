package dev.tributary.postgres;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The right to start and stop the server of one directory.
 *
 * <p>One process holds it at a time; it ends with the process.
 */
final class DirectoryLock implements AutoCloseable {
  private final FileChannel channel;

  private DirectoryLock(FileChannel channel) {
    this.channel = channel;
  }

  static DirectoryLock take(ClusterFiles files) throws IOException {
    files.create();
    FileChannel channel =
        FileChannel.open(files.lockFile(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (!locked(channel)) {
      channel.close();
      throw new IOException(
          "The data directory %s is in use by process %s: wait for its end, or use another one."
              .formatted(files.root(), holder(files.lockFile())));
    }
    sign(channel);
    return new DirectoryLock(channel);
  }

  /** An act that needs the right and may fail. */
  interface Act<T> {
    T perform() throws IOException;
  }

  static <T> T holding(ClusterFiles files, Act<T> act) throws IOException {
    DirectoryLock lock = take(files);
    try {
      return act.perform();
    } finally {
      lock.close();
    }
  }

  private static boolean locked(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  private static void sign(FileChannel channel) throws IOException {
    String pid = ProcessHandle.current().pid() + "\n";
    channel.truncate(0);
    channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.UTF_8)), 0);
  }

  private static String holder(Path file) throws IOException {
    return Files.readString(file).strip();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
