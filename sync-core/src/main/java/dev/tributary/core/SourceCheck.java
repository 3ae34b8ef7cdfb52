package dev.tributary.core;

import dev.tributary.core.internal.snapshot.SnapshotSettings;
import dev.tributary.core.internal.snapshot.SourceFile;
import java.nio.file.Path;

/** Looks whether a file can be a source at all, before anything else is begun for it. */
public final class SourceCheck {
  private static final Path NO_COPIES =
      Path.of(System.getProperty("java.io.tmpdir"), "tributary-takes-no-copy");

  private SourceCheck() {}

  /**
   * Reads the file's header; no SQLite, no lock.
   *
   * @throws dev.tributary.api.ConfigurationInvalid when it is no SQLite file that we can read
   * @throws dev.tributary.api.SourceUnavailable when it is missing, empty or cannot be read now
   */
  public static void requireSqliteFile(Path source) {
    SourceFile.open(source, SnapshotSettings.in(NO_COPIES)).close();
  }
}
