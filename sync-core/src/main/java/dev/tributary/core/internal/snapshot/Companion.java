package dev.tributary.core.internal.snapshot;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HexFormat;

/**
 * The {@code -journal} or {@code -wal} beside a database: its stat and its first bytes.
 *
 * <p>SQLite keeps no lock on these two, so they may be opened and closed freely; never so {@code
 * -shm}.
 */
record Companion(FileStat stat, String head) {
  static final Companion ABSENT = new Companion(FileStat.ABSENT, "");

  private static final int HEAD = 32;

  static Path journalOf(Path database) {
    return Path.of(database + "-journal");
  }

  static Path walOf(Path database) {
    return Path.of(database + "-wal");
  }

  static Path shmOf(Path database) {
    return Path.of(database + "-shm");
  }

  static Companion at(Path path) throws IOException {
    FileStat stat = FileStat.of(path);
    if (stat.kind() != FileStat.Kind.REGULAR) {
      return ABSENT;
    }
    try (InputStream in = Files.newInputStream(path)) {
      return new Companion(stat, HexFormat.of().formatHex(in.readNBytes(HEAD)));
    } catch (NoSuchFileException gone) {
      return ABSENT;
    }
  }

  boolean exists() {
    return stat.exists();
  }
}
