package dev.tributary.core.internal.jdbc;

import java.util.Arrays;
import java.util.List;

/** The hosts of an address, tried in their order. */
record Hosts(List<String> entries) {
  private static final String PORT = "5432";
  private static final String TRANSACTION_POOLER = "6543";
  private static final int MAX_PORT = 65_535;

  static Hosts read(String text) {
    return new Hosts(Arrays.stream(text.split(",", -1)).map(Hosts::entry).toList());
  }

  private static String entry(String text) {
    int colon = text.startsWith("[") ? text.indexOf(':', bracketEnd(text)) : text.indexOf(':');
    String host = colon < 0 ? text : text.substring(0, colon);
    String port = colon < 0 ? PORT : text.substring(colon + 1);
    if (!host.matches("[A-Za-z0-9._-]*|\\[[0-9A-Fa-f:.]+(%[A-Za-z0-9._-]+)?]")) {
      throw DatabaseUrlText.wrong(
          "the host is neither a name nor an address (IPv6 as [::1]; no Unix sockets)");
    }
    if (!port.matches("\\d{1,5}") || !isPort(Integer.parseInt(port))) {
      throw DatabaseUrlText.wrong("the port is not a number from 1 to 65535");
    }
    return (host.isEmpty() ? "localhost" : host) + ":" + port;
  }

  private static int bracketEnd(String text) {
    int end = text.indexOf(']');
    if (end < 0) {
      throw DatabaseUrlText.wrong("the bracket of an IPv6 address is not closed");
    }
    return end;
  }

  private static boolean isPort(int number) {
    return number >= 1 && number <= MAX_PORT;
  }

  String text() {
    return String.join(",", entries);
  }

  boolean several() {
    return entries.size() > 1;
  }

  /** Whether one of them has the port at which Supabase's transaction pooler listens. */
  boolean anyTransactionPooler() {
    return entries.stream().anyMatch(entry -> entry.endsWith(":" + TRANSACTION_POOLER));
  }

  /** Whether all of them are this machine itself, judged by the text alone. */
  boolean allLoopback() {
    return entries.stream()
        .allMatch(entry -> entry.matches("(localhost|127(\\.\\d+){3}|\\[(0*:)*:?0*1]):\\d+"));
  }
}
