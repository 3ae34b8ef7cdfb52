package dev.tributary.server.connection;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;

/** Runs in a network namespace of its own, and changes what is open in it. */
final class OpenWaysProgram {
  private static final SupabaseProject PROJECT =
      new SupabaseProject("abcdefgh", Optional.of("eu-west-1"), "sync_service", Optional.empty());

  private OpenWaysProgram() {}

  public static void main(String... arguments) throws Exception {
    ip("addr", "add", "10.77.0.1/32", "dev", "lo");
    ServerSocket session = listen("10.77.0.1", 5432);
    ServerSocket transaction = listen("10.77.0.1", 6543);
    say("before IPv6");
    // What the page says to do where it is unreachable
    ip("-6", "addr", "add", "fd77::1/128", "dev", "lo", "nodad");
    ServerSocket direct = listen("fd77::1", 5432);
    say("with IPv6");
    direct.close();
    swallowIpv6();
    say("IPv6 swallowed");
    ip("link", "del", "away");
    say("without IPv6");
    System.out.println("a running node without IPv6: " + wayAfterFailures(running()));
    session.close();
    say("session pooler down");
    transaction.close();
    say("all down");
  }

  /** The packets leave by an interface behind which nobody is. */
  private static void swallowIpv6() throws IOException, InterruptedException {
    ip("-6", "addr", "del", "fd77::1/128", "dev", "lo");
    ip("link", "add", "away", "type", "veth", "peer", "name", "nobody");
    ip("link", "set", "nobody", "up");
    ip("link", "set", "away", "up");
    ip("-6", "addr", "add", "fd78::1/64", "dev", "away", "nodad");
    ip("-6", "route", "add", "default", "dev", "away");
    // As behind a router: nobody tells the sender that nobody is there.
    ip("-6", "neigh", "add", "fd77::1", "lladdr", "02:00:00:00:00:01", "dev", "away");
  }

  /** A node's way, as at its start; each second it fails again is twenty here. */
  private static OpenWay running() {
    AtomicLong now = new AtomicLong();
    return new OpenWay(
        PROJECT.ways().get(0).url(),
        PROJECT.ways(),
        new ConnectionSelector(Probe.overSockets(Duration.ofSeconds(2))),
        Runnable::run,
        () -> now.addAndGet(Duration.ofSeconds(20).toNanos()));
  }

  private static String wayAfterFailures(OpenWay way) {
    for (int i = 0; i < 3; i++) {
      try (Connection connection = way.connections(UnaryOperator.identity()).connect()) {
        return "connected to " + connection;
      } catch (SQLException e) {
        continue; // as a node does
      }
    }
    return String.join("", way.problems());
  }

  private static void say(String network) {
    Selection selection =
        new ConnectionSelector(Probe.overSockets(Duration.ofSeconds(2))).select(PROJECT.ways());
    if (selection.chosen().isEmpty()) {
      System.out.println(network + ": none");
      return;
    }
    int last = selection.findings().size() - 1;
    String before = last == 0 ? "" : ", after " + selection.findings().get(last - 1).detail();
    System.out.println(
        network
            + ": "
            + selection.require().route().words()
            + ", "
            + selection.findings().get(last).detail()
            + before);
  }

  private static ServerSocket listen(String address, int port) throws IOException {
    return new ServerSocket(port, 5, InetAddress.getByName(address));
  }

  private static void ip(String... words) throws IOException, InterruptedException {
    String[] command = new String[words.length + 1];
    command[0] = "ip";
    System.arraycopy(words, 0, command, 1, words.length);
    Process process = new ProcessBuilder(command).inheritIO().start();
    if (process.waitFor() != 0) {
      throw new IllegalStateException(String.join(" ", command));
    }
  }
}
