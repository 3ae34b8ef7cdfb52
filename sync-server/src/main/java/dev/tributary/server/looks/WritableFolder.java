package dev.tributary.server.looks;

import dev.tributary.server.report.FileTrouble;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * Whether a folder takes what is written, found out by writing: neither rights nor the free space
 * that a file system names tell of a quota, a limit of the process, or a disk that went read-only.
 */
public final class WritableFolder {
  /** The same each time, so that one of a process that was killed is removed by the next one. */
  private static final String NAME = ".tributary-write-try";

  private static final byte[] PART = new byte[1 << 16];

  /** Together the smallest part of a local index that is mapped, which is what needs the space. */
  private static final int PARTS = 16;

  private WritableFolder() {}

  /** Why it takes nothing; empty: it does. Leaves nothing behind. */
  public static Optional<String> trouble(Path folder) {
    if (!Files.isDirectory(folder)) {
      return Optional.of(Files.exists(folder) ? "it is no folder" : "there is no such folder");
    }
    try {
      write(folder.resolve(NAME));
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(FileTrouble.of(e));
    }
  }

  private static void write(Path file) throws IOException {
    try (OutputStream out =
        Files.newOutputStream(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE,
            LinkOption.NOFOLLOW_LINKS)) {
      for (int i = 0; i < PARTS; i++) {
        out.write(PART);
      }
    } finally {
      Files.deleteIfExists(file);
    }
  }
}
