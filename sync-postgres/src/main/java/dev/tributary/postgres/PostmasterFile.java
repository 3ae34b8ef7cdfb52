package dev.tributary.postgres;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a server says about itself in {@code postmaster.pid}.
 *
 * <p>The file outlives a crash; only {@link #server} tells whether somebody stands behind it.
 */
record PostmasterFile(long pid, int port, boolean ready, Path data) {
  private static final int PORT_LINE = 3;
  private static final int STATUS_LINE = 7;

  static Optional<PostmasterFile> in(Path data) throws IOException {
    List<String> lines;
    try {
      lines = Files.readAllLines(data.resolve("postmaster.pid"));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    if (lines.size() <= PORT_LINE || lines.get(PORT_LINE).isBlank()) {
      return Optional.empty(); // still being written
    }
    boolean ready = lines.size() > STATUS_LINE && lines.get(STATUS_LINE).strip().equals("ready");
    long pid = Long.parseLong(lines.get(0).strip());
    return Optional.of(
        new PostmasterFile(pid, Integer.parseInt(lines.get(PORT_LINE).strip()), ready, data));
  }

  /** The living server of this data directory; a process that only got the same number is none. */
  Optional<ProcessHandle> server() {
    return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(this::servesThisData);
  }

  /** Whether somebody accepts connections on its port. */
  boolean answers() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 2_000);
      return ready;
    } catch (IOException e) {
      return false;
    }
  }

  private boolean servesThisData(ProcessHandle process) {
    return process
        .info()
        .arguments()
        .map(arguments -> List.of(arguments).contains(data.toString()))
        .orElse(false);
  }

  /** Removes the file that a crashed server left, since its number may belong to another by now. */
  static void removeStale(Path data) throws IOException {
    if (in(data).flatMap(PostmasterFile::server).isEmpty()) {
      Files.deleteIfExists(data.resolve("postmaster.pid"));
    }
  }
}
