package dev.tributary.core.internal.snapshot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Names the process that keeps a file locked, for the message only: a hint, where there is one. */
final class LockHolder {
  private static final Path LOCKS = Path.of("/proc/locks");
  // "1: POSIX  ADVISORY  WRITE 4711 fe:00:131077 1073741824 1073742335"
  private static final int MODE = 3;
  private static final int PROCESS = 4;
  private static final int FILE = 5;

  private LockHolder() {}

  static Optional<String> of(Path path) {
    try (Stream<String> locks = Files.lines(LOCKS)) {
      String inode = ":" + FileStat.of(path).key().inode();
      return locks
          .map(line -> line.trim().split("\\s+"))
          .filter(lock -> lock.length > FILE && lock[FILE].endsWith(inode))
          .filter(lock -> lock[MODE].equals("WRITE"))
          .map(lock -> name(lock[PROCESS]))
          .findFirst();
    } catch (IOException | UncheckedIOException e) {
      return Optional.empty();
    }
  }

  private static String name(String process) {
    return ProcessHandle.of(Long.parseLong(process))
        .flatMap(handle -> handle.info().command())
        .map(command -> "process " + process + " (" + Path.of(command).getFileName() + ")")
        .orElse("process " + process);
  }
}
