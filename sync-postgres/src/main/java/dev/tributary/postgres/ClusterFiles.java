package dev.tributary.postgres;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * The files of one database cluster, all below one directory.
 *
 * <p>Only this user (and the one that PostgreSQL runs as) may look into it.
 */
record ClusterFiles(Path root) {
  static final String SUPERUSER = "postgres";
  private static final long LONG_LOG = 10_000_000;

  ClusterFiles {
    root = root.toAbsolutePath().normalize();
  }

  /** PostgreSQL's own data directory. */
  Path data() {
    return root.resolve("data");
  }

  Path log() {
    return root.resolve("server.log");
  }

  Path passwordFile() {
    return root.resolve("superuser.password");
  }

  Path lockFile() {
    return root.resolve("lock");
  }

  private Path portFile() {
    return root.resolve("port");
  }

  void create() throws IOException {
    if (!Files.isDirectory(root)) {
      Files.createDirectories(root);
      Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx------"));
    }
  }

  PostgresAccess access(int port) throws IOException {
    return new PostgresAccess(port, SUPERUSER, Files.readString(passwordFile()).strip());
  }

  /** The port of the last start, so that an address which somebody wrote down stays true. */
  Optional<Integer> lastPort() throws IOException {
    if (!Files.exists(portFile())) {
      return Optional.empty();
    }
    String text = Files.readString(portFile()).strip();
    return text.matches("[1-9]\\d{0,4}") ? Optional.of(Integer.valueOf(text)) : Optional.empty();
  }

  void rememberPort(int port) throws IOException {
    Files.writeString(portFile(), port + "\n");
  }

  /** The server's log from the given byte on, at most its last 4,000 bytes. */
  String logSince(long start) throws IOException {
    if (!Files.exists(log())) {
      return "";
    }
    try (SeekableByteChannel log = Files.newByteChannel(log())) {
      log.position(Math.max(Math.min(start, log.size()), log.size() - 4_000));
      byte[] tail = Channels.newInputStream(log).readAllBytes();
      return new String(tail, StandardCharsets.UTF_8).strip();
    }
  }

  /** Puts a long log aside; the one before it goes. */
  void rotateLog() throws IOException {
    if (logLength() > LONG_LOG) {
      Files.move(log(), root.resolve("server.log.old"), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  long logLength() throws IOException {
    return Files.exists(log()) ? Files.size(log()) : 0;
  }
}
