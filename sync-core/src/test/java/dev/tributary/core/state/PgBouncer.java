package dev.tributary.core.state;

import dev.tributary.api.ConnectionSource;
import dev.tributary.test.TestDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.util.concurrent.TimeUnit;

/** Debian's PgBouncer in transaction mode, in front of one database, with one role for all. */
final class PgBouncer implements AutoCloseable {
  private static final Path PROGRAM = Path.of("/usr/sbin/pgbouncer");

  private final Process process;
  private final int port;

  private PgBouncer(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  static PgBouncer before(TestDatabase database, String role, String password, Path folder)
      throws IOException {
    int port = freePort();
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    Path file =
        Files.writeString(
            folder.resolve("pgbouncer.ini"),
            """
            [databases]
            pooled = host=127.0.0.1 port=%d dbname=%s user=%s password='%s'
            [pgbouncer]
            listen_addr = 127.0.0.1
            listen_port = %d
            unix_socket_dir =
            auth_type = any
            pool_mode = transaction
            default_pool_size = 2
            ignore_startup_parameters = extra_float_digits
            """
                .formatted(database.server().port(), database.name(), role, password, port));
    boolean root = System.getProperty("user.name").equals("root");
    ProcessBuilder builder =
        root
            ? new ProcessBuilder(PROGRAM.toString(), "-u", "nobody", file.toString())
            : new ProcessBuilder(PROGRAM.toString(), file.toString());
    builder.redirectErrorStream(true).redirectOutput(folder.resolve("pgbouncer.log").toFile());
    return new PgBouncer(builder.start(), port);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  ConnectionSource connections() {
    String url = "jdbc:postgresql://127.0.0.1:" + port + "/pooled?prepareThreshold=0";
    return () -> DriverManager.getConnection(url, "anybody", "");
  }

  @Override
  public void close() {
    process.destroy();
    try {
      process.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
