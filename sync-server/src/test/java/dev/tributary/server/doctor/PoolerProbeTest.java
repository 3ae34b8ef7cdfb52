package dev.tributary.server.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tributary.core.internal.jdbc.DatabaseUrl;
import dev.tributary.test.PostgresServer;
import dev.tributary.test.TestDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Debian's PgBouncer in both modes: what keeps a session and what does not. */
@Tag("machine")
final class PoolerProbeTest {
  @TempDir Path folder;

  @Test
  void aTransactionPoolerIsToldFromASessionPooler() throws Exception {
    try (TestDatabase database = PostgresServer.shared().newDatabase()) {
      for (int size : List.of(1, 2, 5)) {
        assertThat(lends(database, "transaction", size))
            .as("transaction, pool of %d", size)
            .isTrue();
      }
      assertThat(lends(database, "session", 5)).as("session").isFalse();
      assertThat(PoolerProbe.lendsTransactions(database.connections())).as("direct").isFalse();
    }
  }

  private boolean lends(TestDatabase database, String mode, int size)
      throws IOException, InterruptedException {
    int port = freePort();
    Process pooler = start(database, mode, size, port);
    try {
      DatabaseUrl url =
          DatabaseUrl.parse("postgresql://anybody@127.0.0.1:" + port + "/pooled?sslmode=disable");
      return await()
          .atMost(Duration.ofSeconds(20))
          .ignoreExceptionsMatching(SQLException.class::isInstance)
          .until(() -> List.of(PoolerProbe.lendsTransactions(url.connections())), l -> true)
          .get(0);
    } finally {
      pooler.destroy();
      pooler.waitFor(10, TimeUnit.SECONDS);
    }
  }

  private Process start(TestDatabase database, String mode, int size, int port) throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    Path file =
        Files.writeString(
            folder.resolve(mode + size + ".ini"),
            """
            [databases]
            pooled = host=127.0.0.1 port=%d dbname=%s user=%s password='%s'
            [pgbouncer]
            listen_addr = 127.0.0.1
            listen_port = %d
            unix_socket_dir =
            auth_type = any
            pool_mode = %s
            default_pool_size = %d
            ignore_startup_parameters = extra_float_digits
            """
                .formatted(
                    database.server().port(),
                    database.name(),
                    database.superuser(),
                    database.password(),
                    port,
                    mode,
                    size));
    boolean root = System.getProperty("user.name").equals("root");
    List<String> command =
        root
            ? List.of("/usr/sbin/pgbouncer", "-u", "nobody", file.toString())
            : List.of("/usr/sbin/pgbouncer", file.toString());
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve(mode + size + ".log").toFile())
        .start();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
