package dev.tributary.core.internal.files;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Folders that nobody but their owner looks into: keys and rows of the apps lie in them. */
public final class OwnerOnly {
  private static final Set<PosixFilePermission> RIGHTS =
      PosixFilePermissions.fromString("rwx------");
  private static final FileAttribute<Set<PosixFilePermission>> CLOSED =
      PosixFilePermissions.asFileAttribute(RIGHTS);

  private OwnerOnly() {}

  /**
   * Makes it, with those above that are missing; one that is there and open to others is closed.
   */
  public static Path folder(Path directory) throws IOException {
    Files.createDirectories(directory, CLOSED);
    if (!Files.getPosixFilePermissions(directory).equals(RIGHTS)) {
      close(directory);
    }
    return directory;
  }

  /**
   * @throws java.nio.file.FileAlreadyExistsException when it is there
   */
  public static Path newFolder(Path directory) throws IOException {
    return Files.createDirectory(directory, CLOSED);
  }

  private static void close(Path directory) throws IOException {
    try {
      Files.setPosixFilePermissions(directory, RIGHTS);
    } catch (FileSystemException e) {
      return; // another's, who decides himself
    }
  }
}
