package dev.tributary.election;

import dev.tributary.api.Leadership;
import dev.tributary.test.PostgresServer;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/**
 * Runs in a network of its own, where the leader's packets can be dropped on the way: it connects
 * from an address of its own. Prints the milliseconds until another node leads, once per round.
 */
final class SilentHostProgram {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final String LEADERS_ADDRESS = "127.0.0.2";

  private SilentHostProgram() {}

  /** Takes the number of rounds. */
  public static void main(String[] arguments) throws Exception {
    try (PostgresServer server = PostgresServer.dedicated()) {
      admitLeader(server);
      for (int i = 0; i < Integer.parseInt(arguments[0]); i++) {
        System.out.println(round(server));
      }
    }
    System.exit(0);
  }

  /** The launcher lets 127.0.0.1 in and nobody else. */
  private static void admitLeader(PostgresServer server) throws Exception {
    try (TestLeases leases = new TestLeases(server)) {
      leases.run(
          "COPY (SELECT 'host all all 127.0.0.0/8 scram-sha-256') TO PROGRAM 'cat >> pg_hba.conf'");
      leases.run("SELECT pg_reload_conf()");
      DirectConnections from = leadersConnections(leases);
      Waiting.until(SOON, () -> admits(from));
    }
  }

  private static boolean admits(DirectConnections from) {
    try (Connection connection = from.connect()) {
      return connection.isValid(1);
    } catch (SQLException e) {
      return false;
    }
  }

  private static DirectConnections leadersConnections(TestLeases leases) {
    return DirectConnections.to(
        leases.database().jdbcUrl() + "?localSocketAddress=" + LEADERS_ADDRESS,
        leases.database().superuser(),
        leases.database()::password);
  }

  private static long round(PostgresServer server) throws Exception {
    try (TestLeases leases = new TestLeases(server)) {
      PostgresLeaderElector first =
          leases.node("cut").connections(leadersConnections(leases)).start();
      Leadership before = first.await(SOON);
      Waiting.until(SOON, () -> first.state().mine().beacon() == Held.Beacon.HELD);
      PostgresLeaderElector second = leases.node("other").start();
      Waiting.until(SOON, () -> second.state().watch().beacon() == Watch.Sight.HELD);
      long cut = System.nanoTime();
      drop("-A");
      Leadership after = second.await(SOON);
      long millis = (System.nanoTime() - cut) / 1_000_000;
      if (before.isValid() || !after.isValid()) {
        throw new AssertionError("two believe");
      }
      drop("-D");
      first.close();
      second.close();
      return millis;
    }
  }

  private static void drop(String how) throws IOException, InterruptedException {
    String rule = " INPUT %s " + LEADERS_ADDRESS + " -j DROP";
    String both =
        "iptables " + how + rule.formatted("-s") + " && iptables " + how + rule.formatted("-d");
    if (new ProcessBuilder("sh", "-c", "PATH=$PATH:/usr/sbin; " + both)
            .inheritIO()
            .start()
            .waitFor()
        != 0) {
      throw new IOException(both);
    }
  }
}
