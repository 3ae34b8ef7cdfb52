package dev.tributary.core.internal.snapshot;

import dev.tributary.api.ConfigurationInvalid;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What one {@code stat} tells about a file, or that it is not there.
 *
 * <p>Taking it opens nothing, so it can never drop a lock of this process.
 *
 * @param modifiedNanos since 1970
 * @param changedNanos since 1970; the inode's change time, which nobody can set back
 */
record FileStat(
    Kind kind, FileKey key, long size, long modifiedNanos, long changedNanos, int owner) {

  enum Kind {
    ABSENT,
    REGULAR,
    DIRECTORY,
    OTHER
  }

  static final FileStat ABSENT = new FileStat(Kind.ABSENT, FileKey.NONE, 0, 0, 0, -1);

  private static final String WANTED = "unix:mode,dev,ino,size,lastModifiedTime,ctime,uid";
  private static final int TYPE_MASK = 0170000;
  private static final int TYPE_DIRECTORY = 0040000;
  private static final int TYPE_REGULAR = 0100000;

  static FileStat of(Path path) throws IOException {
    // Most asked companions are absent, and this way to find out throws nothing.
    if (!path.toFile().exists()) {
      return ABSENT;
    }
    try {
      return of(Files.readAttributes(path, WANTED));
    } catch (NoSuchFileException gone) {
      return ABSENT;
    } catch (UnsupportedOperationException e) {
      throw new ConfigurationInvalid(
          path + " is not on a POSIX file system; SQLite files are read on Linux and macOS", e);
    }
  }

  private static FileStat of(Map<String, Object> attributes) {
    return new FileStat(
        kind((int) attributes.get("mode")),
        new FileKey((long) attributes.get("dev"), (long) attributes.get("ino")),
        (long) attributes.get("size"),
        nanos(attributes.get("lastModifiedTime")),
        nanos(attributes.get("ctime")),
        (int) attributes.get("uid"));
  }

  private static Kind kind(int mode) {
    return switch (mode & TYPE_MASK) {
      case TYPE_REGULAR -> Kind.REGULAR;
      case TYPE_DIRECTORY -> Kind.DIRECTORY;
      default -> Kind.OTHER;
    };
  }

  private static long nanos(Object time) {
    return ((FileTime) time).to(TimeUnit.NANOSECONDS);
  }

  boolean exists() {
    return kind != Kind.ABSENT;
  }

  /** The younger of the two times: {@code touch} and {@code cp -p} set only one of them back. */
  long lastTouchedNanos() {
    return Math.max(modifiedNanos, changedNanos);
  }
}
