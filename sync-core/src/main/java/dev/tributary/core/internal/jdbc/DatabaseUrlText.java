package dev.tributary.core.internal.jdbc;

import dev.tributary.api.ConfigurationInvalid;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads the text of a database address.
 *
 * <p>No message repeats any part of the text: a wrong address may have the password anywhere.
 */
final class DatabaseUrlText {
  private static final String JDBC = "jdbc:";
  private static final String FORMS =
      "; expected postgresql://USER:PASSWORD@HOST:PORT/DATABASE?sslmode=verify-full"
          + " or jdbc:postgresql://HOST:PORT/DATABASE?user=USER"
          + " (write @ : / ? # % in user and password as %40 %3A %2F %3F %23 %25)";

  private DatabaseUrlText() {}

  static DatabaseUrl read(String text) {
    String rest = withoutScheme(text);
    String query = after(rest, '?');
    String place = rest.substring(0, rest.length() - query.length());
    String authority = place.substring(0, end(place, '/'));
    String database = after(place, '/');
    if (database.replace("/", "").length() < database.length() - 1 || database.contains("@")) {
      throw wrong("the part after the host is not a database name");
    }
    Map<String, String> given = new LinkedHashMap<>();
    int at = authority.lastIndexOf('@');
    if (at >= 0) {
      readUser(authority.substring(0, at), given);
    }
    readQuery(query, given);
    Hosts hosts = Hosts.read(authority.substring(at + 1));
    String path = database.isEmpty() ? "/" : "/" + Percent.encode(Percent.decode(tail(database)));
    return new DatabaseUrl(
        "jdbc:postgresql://" + hosts.text() + path, DriverOptions.of(given, hosts));
  }

  private static String withoutScheme(String text) {
    String url = text.startsWith(JDBC) ? text.substring(JDBC.length()) : text;
    for (String scheme : new String[] {"postgresql://", "postgres://"}) {
      if (url.startsWith(scheme)) {
        return url.substring(scheme.length());
      }
    }
    if (text.startsWith("jdbc:postgresql:") && !url.startsWith("postgresql:/")) {
      return "/" + url.substring("postgresql:".length());
    }
    throw wrong("this is not the address of a PostgreSQL database");
  }

  private static void readUser(String userInfo, Map<String, String> given) {
    int colon = end(userInfo, ':');
    if (colon > 0) {
      given.put("user", Percent.decode(userInfo.substring(0, colon)));
    }
    if (colon < userInfo.length() - 1) {
      given.put("password", Percent.decode(userInfo.substring(colon + 1)));
    }
  }

  private static void readQuery(String query, Map<String, String> given) {
    for (String option : tail(query).split("&")) {
      if (!option.isEmpty()) {
        int equals = end(option, '=');
        given.put(
            Percent.decode(option.substring(0, equals)), Percent.decode(tail(after(option, '='))));
      }
    }
  }

  /** From the mark on, the mark included; empty when it is not there. */
  private static String after(String text, char mark) {
    return text.substring(end(text, mark));
  }

  private static String tail(String text) {
    return text.isEmpty() ? "" : text.substring(1);
  }

  private static int end(String text, char mark) {
    int at = text.indexOf(mark);
    return at < 0 ? text.length() : at;
  }

  static ConfigurationInvalid wrong(String what) {
    return new ConfigurationInvalid("database address: " + what + FORMS);
  }
}
