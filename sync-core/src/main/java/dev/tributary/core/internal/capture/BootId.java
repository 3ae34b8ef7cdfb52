package dev.tributary.core.internal.capture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/**
 * Names the running system from its start to its end.
 *
 * <p>What a process wrote stays in the system's memory when the process dies, but a crash of the
 * system may lose some of it. A file that names the boot it was written in needs no waiting for the
 * disk: in another boot it is not believed.
 */
final class BootId {
  private static final Path LINUX = Path.of("/proc/sys/kernel/random/boot_id");
  private static final String CURRENT = read();

  private BootId() {}

  static String current() {
    return CURRENT;
  }

  private static String read() {
    try {
      return Files.readString(LINUX).trim();
    } catch (IOException e) {
      return UUID.randomUUID().toString(); // not on Linux: only this process believes the file
    }
  }
}
