package dev.tributary.postgres;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Directories in which an unpacked archive stays for the next start.
 *
 * <p>A directory appears in one step and complete, or not at all, however many processes unpack at
 * once; and nobody else can put programs into it.
 */
record BinaryCache(List<Path> places) {
  private static final String UNPACKING = ".unpacking-";
  private static final Duration LEFT_BEHIND = Duration.ofHours(1);

  static BinaryCache ofThisUser() {
    String configured = Objects.requireNonNullElse(System.getenv("XDG_CACHE_HOME"), "");
    Path caches =
        configured.isBlank()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(configured);
    String mine = "tributary-" + System.getProperty("user.name").replaceAll("\\W", "_");
    return new BinaryCache(
        List.of(
            caches.resolve("tributary").toAbsolutePath(),
            Path.of(System.getProperty("java.io.tmpdir"), mine).toAbsolutePath()));
  }

  /** The archive's content below the given place; unpacked only if it is not there yet. */
  static Path contentOf(Archive archive, Path place) throws IOException {
    Files.createDirectories(place);
    Path unpacked = place.resolve(archive.directoryName());
    Path fresh = Files.createTempDirectory(place, UNPACKING);
    try {
      requireOurs(place, fresh);
      if (!Files.isDirectory(unpacked)) {
        removeLeftBehind(place);
        archive.unpackInto(fresh);
        publish(fresh, unpacked);
      }
      return unpacked;
    } finally {
      deleteTree(fresh);
    }
  }

  /** What a killed process had unpacked so far; one that still unpacks is younger. */
  private static void removeLeftBehind(Path place) throws IOException {
    Instant young = Files.getLastModifiedTime(place).toInstant().minus(LEFT_BEHIND);
    try (DirectoryStream<Path> unfinished = Files.newDirectoryStream(place, UNPACKING + "*")) {
      for (Path path : unfinished) {
        if (Files.getLastModifiedTime(path).toInstant().isBefore(young)) {
          deleteTree(path);
        }
      }
    }
  }

  private static void publish(Path fresh, Path unpacked) throws IOException {
    try {
      Files.move(fresh, unpacked, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      // Another process was first: its content is the same, since the name holds the checksum.
      if (!Files.isDirectory(unpacked)) {
        throw e;
      }
    }
  }

  private static void requireOurs(Path place, Path fresh) throws IOException {
    Set<PosixFilePermission> rights =
        Files.getPosixFilePermissions(place, LinkOption.NOFOLLOW_LINKS);
    boolean foreign =
        !Files.getOwner(place, LinkOption.NOFOLLOW_LINKS).equals(Files.getOwner(fresh));
    if (foreign
        || rights.contains(PosixFilePermission.OTHERS_WRITE)
        || rights.contains(PosixFilePermission.GROUP_WRITE)) {
      throw new FileAlreadyExistsException(
          place.toString(), null, "others may write there; remove it or its write rights");
    }
  }

  static void deleteTree(Path root) throws IOException {
    if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (Stream<Path> content = Files.walk(root)) {
      for (Path path : content.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
