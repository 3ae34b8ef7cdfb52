package dev.tributary.server.doctor;

import dev.tributary.core.internal.jdbc.DatabaseUrl;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How the database is reached: directly or through a pooler, over which protocol, encrypted or not.
 */
final class ConnectionChecks {
  private static final String ENDS =
      "SELECT coalesce(host(inet_server_addr()), ''), coalesce(inet_server_port()::text, '')";
  private static final String TLS =
      "SELECT s.ssl, s.version, s.cipher FROM pg_stat_ssl s WHERE s.pid = pg_backend_pid()";
  private static final String DIRECT =
      "connect to PostgreSQL itself (Supabase: db.PROJECT.supabase.co:5432)";

  private final DatabaseUrl url;

  ConnectionChecks(DatabaseUrl url) {
    this.url = url;
  }

  /** Hosts and ports of the address. */
  private List<String> ends() {
    String text = url.jdbcUrl().replaceFirst("^jdbc:postgresql://", "").replaceFirst("/.*$", "");
    return Arrays.asList(text.split(","));
  }

  private static String host(String end) {
    return end.substring(0, end.lastIndexOf(':')).replaceAll("[\\[\\]]", "");
  }

  private static String port(String end) {
    return end.substring(end.lastIndexOf(':') + 1);
  }

  /** Does not need the database. */
  List<Finding> addresses() {
    List<Finding> findings = new ArrayList<>();
    for (String end : ends()) {
      findings.add(address(host(end)));
    }
    return findings;
  }

  private static Finding address(String host) {
    try {
      InetAddress[] addresses = InetAddress.getAllByName(host);
      String shown =
          Arrays.stream(addresses)
              .map(address -> family(address) + " " + address.getHostAddress())
              .distinct()
              .collect(Collectors.joining(", "));
      boolean onlySix = Arrays.stream(addresses).allMatch(Inet6Address.class::isInstance);
      return onlySix && !addresses[0].isLoopbackAddress()
          ? Finding.note("address", host + " is reached over IPv6 only: " + shown)
          : Finding.ok("address", host + ": " + shown);
    } catch (UnknownHostException e) {
      return Finding.failure(
          "address",
          "there is no host " + host + ", or this machine has no way to its kind of address",
          "check the name; a host with IPv6 alone (Supabase's direct one) needs IPv6 here, else"
              + " use its session pooler");
    }
  }

  private static String family(InetAddress address) {
    return address instanceof Inet6Address ? "IPv6" : "IPv4";
  }

  Finding kind(Connection connection) throws SQLException {
    if (PoolerProbe.lendsTransactions(url.connections())) {
      boolean told = "0".equals(url.properties().get("prepareThreshold"));
      return Finding.warning(
          "connection",
          "a transaction pooler is in between: no notifications, no beacon; another node takes over"
              + " only when the lease ends"
              + (told ? "" : ", and prepared statements may fail"),
          DIRECT
              + ", or use the pooler's session mode"
              + (told ? "" : "; else add ?pgbouncer=true to the address"));
    }
    List<String> server = Asked.row(connection, ENDS);
    String dialled = port(ends().get(0));
    boolean between = ends().size() == 1 && !server.get(1).equals(dialled);
    boolean named = ends().stream().anyMatch(end -> host(end).contains("pooler"));
    if (between || named) {
      return Finding.note(
          "connection",
          ("a session pooler or a port forwarding is in between: port %s was dialled, the server"
                  + " answers at %s; sessions are kept, so everything works")
              .formatted(dialled, server.get(1).isEmpty() ? "a socket" : server.get(1)));
    }
    return Finding.ok("connection", "direct to PostgreSQL at " + server.get(0) + ":" + dialled);
  }

  Finding tls(Connection connection) throws SQLException {
    List<String> tls = Asked.row(connection, TLS);
    String mode = url.properties().getOrDefault("sslmode", "prefer");
    boolean local = ends().stream().allMatch(end -> isLoopback(host(end)));
    if (!tls.get(0).equals("t")) {
      return local
          ? Finding.ok("tls", "not encrypted, and does not leave this machine")
          : Finding.failure(
              "tls",
              "not encrypted, and the database is on another machine (sslmode=%s)".formatted(mode),
              "sslmode=verify-full with sslrootcert=FILE");
    }
    String said = "%s, %s, sslmode=%s".formatted(tls.get(1), tls.get(2), mode);
    return mode.startsWith("verify-") || local
        ? Finding.ok("tls", said)
        : Finding.warning(
            "tls",
            said + ": encrypted, but nobody proves that it is the right server",
            "sslmode=verify-full with sslrootcert=FILE");
  }

  private static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
