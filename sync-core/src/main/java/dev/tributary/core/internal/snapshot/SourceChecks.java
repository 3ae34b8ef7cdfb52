package dev.tributary.core.internal.snapshot;

import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.api.SourceUnavailable;
import dev.tributary.api.SyncException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** What a source file must be, and what is said when it is not. */
final class SourceChecks {
  private static final int SMALLEST_DATABASE = 512;

  private SourceChecks() {}

  static Path realPath(Path path) {
    try {
      return path.toRealPath();
    } catch (NoSuchFileException e) {
      OwnedFiles.OF_THIS_PROCESS.closeIdle();
      throw missing(path);
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  static void requireDatabaseFile(Path path, FileStat stat) {
    switch (stat.kind()) {
      case ABSENT -> throw missing(path);
      case DIRECTORY ->
          throw new ConfigurationInvalid(
              path + " is a directory; name the SQLite file in it, such as webui.db");
      case OTHER ->
          throw new ConfigurationInvalid(
              path + " is a pipe, socket or device; a SQLite file must be a regular file");
      case REGULAR -> requireSize(path, stat.size());
    }
  }

  private static void requireSize(Path path, long size) {
    if (size == 0) {
      throw new SourceUnavailable(
          path + " is empty (0 bytes): the app has not filled it yet, or something cut it off");
    }
    if (size < SMALLEST_DATABASE) {
      throw new ConfigurationInvalid(
          "%s is too short for a SQLite file: %d bytes, the smallest has %d"
              .formatted(path, size, SMALLEST_DATABASE));
    }
  }

  static void requireHeader(Path path, byte[] head) {
    if (head.length < Header.LENGTH) {
      throw new SourceUnavailable(path + " was cut off while it was being read");
    }
    Header.of(head)
        .problem()
        .ifPresent(
            problem -> {
              throw new ConfigurationInvalid(path + " " + problem);
            });
  }

  static void requireWhole(Path path, Header header, long size) {
    header
        .truncation(size)
        .ifPresent(
            problem -> {
              throw new ConfigurationInvalid(path + " " + problem);
            });
  }

  /** Copies must not appear beside the app's file. */
  static void requireForeign(Path workDirectory, Path realPath) {
    if (isFolderOf(realPath, workDirectory)) {
      throw new ConfigurationInvalid(
          "the work directory %s is the folder of the source %s; choose another one"
              .formatted(workDirectory, realPath));
    }
  }

  private static boolean isFolderOf(Path realPath, Path workDirectory) {
    try {
      return Files.exists(workDirectory) && Files.isSameFile(workDirectory, realPath.getParent());
    } catch (IOException e) {
      throw unreadable(workDirectory, e);
    }
  }

  private static SourceUnavailable missing(Path path) {
    return new SourceUnavailable(
        path + " does not exist: the app has not created it yet, or its volume is not mounted");
  }

  static SyncException unreadable(Path path, IOException e) {
    if (e instanceof AccessDeniedException) {
      return new ConfigurationInvalid(
          "%s may not be read by this process (denied: %s); run it as the file's owner or as root"
              .formatted(path, e.getMessage()),
          e);
    }
    if (e instanceof NoSuchFileException) {
      return missing(path);
    }
    return new SourceUnavailable(path + " cannot be read: " + e.getMessage(), e);
  }
}
