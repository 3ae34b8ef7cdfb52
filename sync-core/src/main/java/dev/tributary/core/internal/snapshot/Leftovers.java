package dev.tributary.core.internal.snapshot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes the private copies of processes that died.
 *
 * <p>Dead is whose lock file can be locked; process numbers say nothing across containers. Our own
 * lock files are known by name and never opened: closing one would drop its lock.
 */
final class Leftovers {
  /** Process and start, so that it is also known to another class loader of this process. */
  static final String OWN_PREFIX = ownPrefix();

  private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);
  private static final String COPIES = "copies";
  private static final String LOCK = ".lock";

  private Leftovers() {}

  private static String ownPrefix() {
    ProcessHandle self = ProcessHandle.current();
    long started = self.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    return self.pid() + "-" + started + "-";
  }

  static Path copiesIn(Path workDirectory) {
    return workDirectory.resolve(COPIES);
  }

  static Path lockOf(Path directory) {
    return directory.resolveSibling(directory.getFileName() + LOCK);
  }

  /** One lane at a time: locks are the process's, and the first to close a file ends them all. */
  static synchronized void remove(Path workDirectory) {
    Path copies = copiesIn(workDirectory);
    if (!copies.toFile().isDirectory()) {
      return;
    }
    try (DirectoryStream<Path> locks = Files.newDirectoryStream(copies, Leftovers::isForeignLock)) {
      for (Path lock : locks) {
        removeIfDead(lock);
      }
    } catch (IOException e) {
      LOG.warn("Leftover copies in {} could not be removed: {}", copies, e.toString());
    }
  }

  private static boolean isForeignLock(Path path) {
    String name = path.getFileName().toString();
    return name.endsWith(LOCK) && !name.startsWith(OWN_PREFIX);
  }

  private static void removeIfDead(Path lock) throws IOException {
    try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE)) {
      if (channel.tryLock() != null) {
        String name = lock.getFileName().toString();
        delete(lock.resolveSibling(name.substring(0, name.length() - LOCK.length())));
      }
    } catch (OverlappingFileLockException | NoSuchFileException e) {
      return; // another class loader of this process, or another process, removes it
    }
  }

  /** The folder first, its lock file last: a folder without a lock file would stay for ever. */
  static void delete(Path directory) throws IOException {
    if (Files.exists(directory)) {
      for (Path path : deepestFirst(directory)) {
        Files.deleteIfExists(path);
      }
    }
    Files.deleteIfExists(lockOf(directory));
  }

  private static List<Path> deepestFirst(Path directory) throws IOException {
    try (Stream<Path> paths = Files.walk(directory)) {
      return paths.sorted(Comparator.reverseOrder()).toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
