package dev.tributary.core.internal.snapshot;

import dev.tributary.core.internal.snapshot.SourceRules.Ownership;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Finds out whose a file would be that SQLite creates beside the app's. */
final class FolderOwnership {
  private static final Path SELF = Path.of("/proc/self");
  private static final int ROOT = 0;

  private FolderOwnership() {}

  static Ownership of(Path database, FileStat stat) throws IOException {
    if (isOurs(database, stat)) {
      return Ownership.THE_APPS;
    }
    return Files.isWritable(database.getParent()) ? Ownership.FOREIGN : Ownership.NOTHING_CREATED;
  }

  private static boolean isOurs(Path database, FileStat stat) throws IOException {
    if (!Files.exists(SELF)) {
      return Files.getOwner(database).getName().equals(System.getProperty("user.name"));
    }
    int self = (int) Files.getAttribute(SELF, "unix:uid");
    return self == ROOT || self == stat.owner();
  }
}
