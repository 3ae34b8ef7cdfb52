package dev.tributary.core.internal.snapshot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What the kernel knows about the locks of this process. */
final class ProcessLocks {
  private ProcessLocks() {}

  /** One word per lock on the file: READ or WRITE. */
  static List<String> on(Path path) {
    try (Stream<String> lines = Files.lines(Path.of("/proc/locks"))) {
      String inode = ":" + Files.getAttribute(path, "unix:ino");
      String self = Long.toString(ProcessHandle.current().pid());
      return lines
          .map(line -> line.trim().split("\\s+"))
          .filter(lock -> lock[4].equals(self) && lock[5].endsWith(inode))
          .map(lock -> lock[3])
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
