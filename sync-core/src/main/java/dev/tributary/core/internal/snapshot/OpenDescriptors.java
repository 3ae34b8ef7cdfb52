package dev.tributary.core.internal.snapshot;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How often this process has each file open, SQLite's own descriptors included.
 *
 * <p>Where the system does not tell (no {@code /proc}), the answer is empty, never a guess.
 */
final class OpenDescriptors {
  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

  private OpenDescriptors() {}

  static Optional<Map<FileKey, Integer>> ofThisProcess() {
    if (!Files.isDirectory(DESCRIPTORS)) {
      return Optional.empty();
    }
    Map<FileKey, Integer> counts = new HashMap<>();
    try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(DESCRIPTORS)) {
      for (Path descriptor : descriptors) {
        counts.merge(keyOf(descriptor), 1, Integer::sum);
      }
      return Optional.of(counts);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** The link of a deleted file still leads to its inode, so this follows it with a stat. */
  private static FileKey keyOf(Path descriptor) {
    try {
      Map<String, Object> attributes = Files.readAttributes(descriptor, "unix:dev,ino");
      return new FileKey((long) attributes.get("dev"), (long) attributes.get("ino"));
    } catch (IOException closedMeanwhile) {
      return FileKey.NONE;
    }
  }
}
