package dev.tributary.election;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.api.Leadership;
import dev.tributary.api.LeadershipLost;
import dev.tributary.api.TargetUnavailable;
import dev.tributary.test.PostgresServer;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Behind a pooler in transaction mode, where LISTEN and session locks lie. */
@Tag("machine")
final class PgBouncerTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final Duration LEASE = Duration.ofSeconds(5);

  @TempDir Path folder;
  private TestLeases leases;
  private Process pooler;
  private int port;

  @BeforeEach
  void startPooler() throws Exception {
    leases = new TestLeases(PostgresServer.shared());
    leases.run("CREATE TABLE written (term bigint NOT NULL)");
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    Path users = write("users.txt", "\"%s\" \"%s\"\n".formatted(user(), password()));
    Path configuration =
        write(
            "pgbouncer.ini",
            """
            [databases]
            * = host=127.0.0.1 port=%d user=%s password=%s
            [pgbouncer]
            listen_addr = 127.0.0.1
            listen_port = %d
            unix_socket_dir =
            auth_type = scram-sha-256
            auth_file = %s
            pool_mode = transaction
            default_pool_size = 4
            ignore_startup_parameters = extra_float_digits
            """
                .formatted(PostgresServer.shared().port(), user(), password(), port, users));
    pooler = asOrdinaryUser(List.of("pgbouncer", configuration.toString()));
    Waiting.until(SOON, this::answers);
  }

  private String user() {
    return leases.database().superuser();
  }

  private String password() {
    return leases.database().password();
  }

  private Path write(String name, String text) throws IOException {
    folder.toFile().setExecutable(true, false);
    folder.toFile().setReadable(true, false);
    Path file = Files.writeString(folder.resolve(name), text);
    file.toFile().setReadable(true, false);
    return file;
  }

  /** It refuses to run as root. */
  private Process asOrdinaryUser(List<String> command) throws IOException {
    String asNobody = "setpriv --reuid=65534 --regid=65534 --clear-groups ";
    boolean root = System.getProperty("user.name").equals("root");
    return new ProcessBuilder(
            "sh",
            "-c",
            "PATH=$PATH:/usr/sbin; exec " + (root ? asNobody : "") + String.join(" ", command))
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("pgbouncer.log").toFile())
        .start();
  }

  private boolean answers() throws IOException {
    assertThat(pooler.isAlive()).as(Files.readString(folder.resolve("pgbouncer.log"))).isTrue();
    try (Connection connection = leases.through(port).connect();
        Statement statement = connection.createStatement()) {
      return statement.execute("SELECT 1");
    } catch (java.sql.SQLException e) {
      return false;
    }
  }

  @AfterEach
  void stopPooler() throws Exception {
    pooler.destroy();
    pooler.waitFor();
    leases.close();
  }

  private PostgresLeaderElector start(String node) {
    return leases
        .node(node)
        .connections(leases.through(port))
        .lease(LEASE)
        .heartbeat(Duration.ofSeconds(1))
        .start();
  }

  @Test
  void twoNodesPollAndOneLeads() throws Exception {
    try (PostgresLeaderElector first = start("first")) {
      Leadership before = first.await(SOON);
      try (PostgresLeaderElector second = start("second")) {
        assertThatThrownBy(() -> second.await(LEASE.plusSeconds(1)))
            .isInstanceOf(LeadershipLost.class)
            .hasMessageContaining("node first");
        assertThat(first.mode()).isEqualTo(ElectionMode.POLL);
        assertThat(second.mode()).isEqualTo(ElectionMode.POLL);
        assertThat(before.isValid()).isTrue();
        assertThat(before.<Boolean>callFenced(c -> write(c, before))).isFalse();

        long stopped = System.nanoTime();
        first.handOver(Duration.ofSeconds(5));
        Leadership after = second.await(SOON);
        assertThat(System.nanoTime() - stopped).isLessThan(TimeUnit.SECONDS.toNanos(3));
        assertThat(after.token().term()).isEqualTo(2);
        assertThat(leases.one("SELECT count(*) FROM written")).isEqualTo("1");
      }
    }
  }

  /** A setting of the session would be another client's there, or nobody's. */
  @Test
  void lockedLeaseTableLeavesNoQuestionBehind() throws Exception {
    try (PostgresLeaderElector elector = start("a");
        Connection own = leases.database().connect()) {
      Leadership leadership = elector.await(SOON);
      own.setAutoCommit(false);
      own.createStatement().execute("LOCK TABLE sync_metadata.leader_election");
      String waiting =
          "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
              + " AND wait_event_type = 'Lock'";
      Waiting.until(SOON, () -> leases.one(waiting).equals("1"));
      Waiting.always(Duration.ofSeconds(6), () -> Integer.parseInt(leases.one(waiting)) <= 1);
      assertThat(leadership.isValid()).isFalse();
      assertThatThrownBy(() -> elector.await(Duration.ofMillis(1)))
          .isInstanceOf(TargetUnavailable.class)
          .hasMessageContaining("another session has locked");
      own.rollback();
      long released = System.nanoTime();
      Waiting.until(SOON, () -> elector.current().isPresent());
      assertThat(System.nanoTime() - released).isLessThan(TimeUnit.SECONDS.toNanos(1));
    }
  }

  @Test
  void deposedNodeCannotCommitAndTermsHaveOneHolderEach() throws Exception {
    try (PostgresLeaderElector first = start("first");
        PostgresLeaderElector second = start("second")) {
      for (int i = 0; i < 5; i++) {
        Waiting.until(SOON, () -> first.current().isPresent() || second.current().isPresent());
        PostgresLeaderElector leader = first.current().isPresent() ? first : second;
        PostgresLeaderElector other = leader == first ? second : first;
        Leadership stale = leader.await(SOON);
        leases.expire(TestLeases.CLUSTER);
        Waiting.until(SOON, () -> !stale.isValid() || other.current().isPresent());
        assertThatThrownBy(
                () -> {
                  try (Connection own = leases.through(port).connect()) {
                    own.setAutoCommit(false);
                    write(own, stale);
                    stale.commitFenced(own);
                  }
                })
            .isInstanceOf(LeadershipLost.class);
        new CountDownLatch(1).await(100, TimeUnit.MILLISECONDS);
      }
      assertThat(leases.one("SELECT count(*) FROM written")).isEqualTo("0");
      assertThat(
              leases.one(
                  "SELECT count(*) = max(term) FROM sync_metadata.leader_history"
                      + " WHERE holder IS NOT NULL"))
          .isEqualTo("t");
    }
  }

  private static boolean write(Connection connection, Leadership under)
      throws java.sql.SQLException {
    try (Statement statement = connection.createStatement()) {
      return statement.execute("INSERT INTO written VALUES (" + under.token().term() + ")");
    }
  }
}
