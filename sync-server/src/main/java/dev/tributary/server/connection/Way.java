package dev.tributary.server.connection;

import dev.tributary.core.internal.jdbc.DatabaseUrl;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * One way to a database.
 *
 * @param host a name or an address; an IPv6 address without brackets
 * @param url how to connect; it has no password
 */
public record Way(Route route, String host, int port, DatabaseUrl url) {
  public Way {
    Objects.requireNonNull(route, "route");
    Objects.requireNonNull(host, "host");
    Objects.requireNonNull(url, "url");
  }

  /** The hosts of an address, in the order in which the driver tries them. */
  public static List<Way> of(DatabaseUrl url) {
    String hosts = url.jdbcUrl().replaceFirst("^jdbc:postgresql://", "").replaceFirst("/.*$", "");
    return Arrays.stream(hosts.split(",")).map(host -> of(host, url)).toList();
  }

  private static Way of(String entry, DatabaseUrl url) {
    int colon = entry.lastIndexOf(':');
    String host = entry.substring(0, colon).replaceAll("^\\[|]$", "");
    int port = Integer.parseInt(entry.substring(colon + 1));
    return new Way(Route.of(host, port), host, port, url);
  }

  /** The address as DATABASE_URL takes it, without a password. */
  public String address() {
    String user = url.user().map(name -> AddressText.encoded(name) + "@").orElse("");
    String place = url.jdbcUrl().substring("jdbc:postgresql://".length());
    String certificate = url.properties().get("sslrootcert");
    return "postgresql://"
        + user
        + place
        + (certificate == null ? "" : "?sslrootcert=" + AddressText.encoded(certificate));
  }

  @Override
  public String toString() {
    return route.words() + " " + host + ":" + port;
  }
}
