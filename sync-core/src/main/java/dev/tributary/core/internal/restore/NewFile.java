package dev.tributary.core.internal.restore;

import dev.tributary.api.ConfigurationInvalid;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A file that is written under another name beside its place.
 *
 * <p>It appears in its place complete and on disk, or never; nothing that is there is overwritten.
 * Readable by its owner only.
 */
final class NewFile implements AutoCloseable {
  private static final String MARK = ".restoring-";
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  private final Path target;
  private final Path directory;
  private final Path partial;
  private final List<Path> leftovers;

  private NewFile(Path target, Path directory) throws IOException {
    this.target = target;
    this.directory = directory;
    this.leftovers = leftovers(target, directory);
    this.partial = Files.createTempFile(directory, target.getFileName() + MARK, "", owner(target));
  }

  /**
   * Checks the place and reserves a name beside it.
   *
   * @param bytes what the file will need, as far as is known
   */
  static NewFile at(Path target, long bytes) {
    Path place = target.toAbsolutePath().normalize();
    Path directory = place.getParent();
    if (directory == null || !Files.isDirectory(directory)) {
      throw new ConfigurationInvalid(
          "cannot restore to %s: directory %s does not exist; create it first"
              .formatted(target, directory));
    }
    requireFree(place);
    try {
      requireSpace(directory, bytes);
      return new NewFile(place, directory);
    } catch (IOException e) {
      throw cannotWrite(target, e);
    }
  }

  static void requireFree(Path place) {
    if (Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
      throw new ConfigurationInvalid(
          "cannot restore to %s: it exists, and restore never overwrites; name a new file, or move"
                  .formatted(place)
              + " this one away");
    }
  }

  private static void requireSpace(Path directory, long bytes) throws IOException {
    long free = Files.getFileStore(directory).getUsableSpace();
    if (free < bytes) {
      throw new ConfigurationInvalid(
          "cannot restore into %s: about %d MB are needed and %d MB are free; make room or choose"
                  .formatted(directory, (bytes >> 20) + 1, free >> 20)
              + " another directory");
    }
  }

  private static List<Path> leftovers(Path target, Path directory) throws IOException {
    String start = target.getFileName() + MARK;
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.getFileName().toString().startsWith(start)).toList();
    }
  }

  private static FileAttribute<?>[] owner(Path target) {
    boolean posix = target.getFileSystem().supportedFileAttributeViews().contains("posix");
    return posix
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
        : new FileAttribute<?>[0];
  }

  /** Where to write. */
  Path partial() {
    return partial;
  }

  /** Unfinished files for the same place: another restore runs, or one was killed. */
  List<Path> leftovers() {
    return leftovers;
  }

  /** Makes the file durable and puts it into its place. */
  void publish() {
    try {
      sync(partial);
      link();
      sync(directory);
    } catch (FileAlreadyExistsException e) {
      requireFree(target);
      throw cannotWrite(target, e);
    } catch (IOException e) {
      throw cannotWrite(target, e);
    }
  }

  /** A link, unlike a move, fails when the place was taken meanwhile. */
  private void link() throws IOException {
    try {
      Files.createLink(target, partial);
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (UnsupportedOperationException | FileSystemException e) {
      requireFree(target);
      Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  private static void sync(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static ConfigurationInvalid cannotWrite(Path target, IOException e) {
    return new ConfigurationInvalid("cannot write %s: %s".formatted(target, e), e);
  }

  @Override
  public void close() {
    try {
      Files.deleteIfExists(partial);
    } catch (IOException e) {
      throw cannotWrite(partial, e);
    }
  }
}
