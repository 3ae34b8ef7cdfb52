package dev.tributary.server.doctor;

import dev.tributary.api.SyncException;
import dev.tributary.core.SourceCheck;
import dev.tributary.server.looks.WritableFolder;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The files of the apps and our own, and the file systems that they are on. */
final class FileChecks {
  /** Locks of SQLite, and the memory that its readers share, do not hold between machines. */
  private static final Pattern BETWEEN_MACHINES =
      Pattern.compile(
          "(nfs\\d?|cifs|smb\\d?|smbfs|afs|9p|ncpfs|ceph|glusterfs|lustre|beegfs|gpfs|davfs|"
              + "fuse\\.(sshfs|s3fs|rclone|glusterfs.*|ceph.*|davfs.*|gcsfuse|juicefs)|fuse-sshfs)");

  private static final long LITTLE = 1L << 30;

  private FileChecks() {}

  /**
   * @param name what the file is called here: its client, or its path
   */
  static Finding source(String name, Path file) {
    String check = "source " + name;
    if (Files.notExists(file)) {
      return Finding.warning(
          check,
          "there is no file " + file,
          "run this where the node runs; a file that is gone puts its client on hold");
    }
    try {
      SourceCheck.requireSqliteFile(file);
    } catch (SyncException e) {
      return Finding.failure(check, String.valueOf(e.getMessage()), "name the app's SQLite file");
    }
    String type = type(file);
    return isBetweenMachines(type)
        ? Finding.warning(
            check,
            "%s is on %s, a file system between machines".formatted(file, type),
            "run the node where the app runs: SQLite's locks do not hold over a network, neither"
                + " for the app nor for a reader")
        : Finding.ok(check, "%s on %s".formatted(file, type));
  }

  static boolean isBetweenMachines(String type) {
    return BETWEEN_MACHINES.matcher(type.toLowerCase(Locale.ROOT)).matches();
  }

  /** A copy of a file in rollback mode needs its size there. */
  static Finding directory(Path directory, List<Path> sources) {
    Path there = existing(directory);
    Optional<String> trouble = trouble(directory, there);
    if (trouble.isPresent()) {
      return Finding.failure(
          "data_dir",
          "nothing can be written in %s: %s".formatted(there, trouble.get()),
          "make room or give the right to it, or choose another with --data-dir");
    }
    long largest = sources.stream().mapToLong(file -> file.toFile().length()).max().orElse(0);
    long free = there.toFile().getUsableSpace();
    String said = "%s on %s, %,d MiB free".formatted(directory, type(there), free >> 20);
    if (isBetweenMachines(type(there))) {
      return Finding.warning("data_dir", said, "choose a local folder with --data-dir");
    }
    return free < Math.max(LITTLE, largest + largest / 10)
        ? Finding.warning(
            "data_dir",
            said + ", the largest file has %,d MiB".formatted(largest >> 20),
            "make room: a file in rollback mode is copied there before it is read")
        : Finding.ok("data_dir", said);
  }

  /** Where a node that is told the same writes its log. */
  static Finding log(Path file) {
    Path folder = existing(file.toAbsolutePath().getParent());
    return WritableFolder.trouble(folder)
        .map(
            why ->
                Finding.failure(
                    "log_file",
                    "LOG_FILE %s: nothing can be written in %s: %s".formatted(file, folder, why),
                    "make room or give the right to it, or name another file"))
        .orElseGet(() -> Finding.ok("log_file", "LOG_FILE %s can be written".formatted(file)));
  }

  /** A folder that is somebody else's, because ours is not made yet, is not written in. */
  private static Optional<String> trouble(Path directory, Path there) {
    if (there.equals(directory.toAbsolutePath())) {
      return WritableFolder.trouble(there);
    }
    if (!Files.isDirectory(there)) {
      return Optional.of("it is no folder");
    }
    return Files.isWritable(there) ? Optional.empty() : Optional.of("no right to write");
  }

  private static Path existing(Path directory) {
    Path at = directory.toAbsolutePath();
    while (at != null && !Files.exists(at)) {
      at = at.getParent();
    }
    return Optional.ofNullable(at).orElse(Path.of("/"));
  }

  private static String type(Path file) {
    try {
      FileStore store = Files.getFileStore(file);
      return store.type();
    } catch (IOException e) {
      return "an unknown file system";
    }
  }
}
