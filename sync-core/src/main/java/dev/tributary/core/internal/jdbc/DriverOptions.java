package dev.tributary.core.internal.jdbc;

import dev.tributary.api.ConfigurationInvalid;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.postgresql.PGProperty;

/**
 * The options of an address in pgjdbc's words, with our defaults for those not given.
 *
 * <p>A remote host is reached with {@code verify-full} unless the address says otherwise.
 */
final class DriverOptions {
  private static final Map<String, String> LIBPQ_NAMES =
      Map.of(
          "connect_timeout", "connectTimeout",
          "application_name", "ApplicationName",
          "target_session_attrs", "targetServerType",
          "gssencmode", "gssEncMode",
          "channel_binding", "channelBinding",
          "sslnegotiation", "sslNegotiation",
          "keepalives", "tcpKeepAlive");
  private static final Set<PGProperty> SECONDS =
      EnumSet.of(
          PGProperty.CONNECT_TIMEOUT, PGProperty.SOCKET_TIMEOUT, PGProperty.CANCEL_SIGNAL_TIMEOUT);
  private static final String JVM_TRUST = "org.postgresql.ssl.DefaultJavaSSLFactory";

  private DriverOptions() {}

  static Map<String, String> of(Map<String, String> given, Hosts hosts) {
    Map<String, String> options = new TreeMap<>();
    given.forEach((name, value) -> put(options, name, value));
    options.putIfAbsent("connectTimeout", "10");
    options.putIfAbsent("tcpKeepAlive", "true");
    options.putIfAbsent("ApplicationName", "tributary");
    options.putIfAbsent("logServerErrorDetail", "false"); // details quote row values
    options.putIfAbsent("sslmode", hosts.allLoopback() ? "prefer" : "verify-full");
    if (hosts.several()) {
      options.putIfAbsent("targetServerType", "primary");
    }
    if (hosts.anyTransactionPooler()) {
      options.putIfAbsent("prepareThreshold", "0");
    }
    trustAuthorities(options);
    return options;
  }

  private static void put(Map<String, String> options, String name, String value) {
    if (name.equals("pgbouncer")) { // Supabase prints it: a transaction pooler is in between
      options.put("prepareThreshold", value.equals("true") ? "0" : "5");
      return;
    }
    String ours = LIBPQ_NAMES.getOrDefault(name, name);
    PGProperty known = PGProperty.forName(ours);
    if (known == null) {
      throw DatabaseUrlText.wrong("option '" + shown(name) + "' is not known");
    }
    options.put(known.getName(), allowed(known, name, translated(known, value)));
  }

  /** The driver would find it out with each attempt to connect, and call the server away. */
  private static String allowed(PGProperty property, String name, String value) {
    String[] choices = property.getChoices();
    if (choices != null) {
      return Arrays.stream(choices)
          .filter(value::equalsIgnoreCase)
          .findFirst()
          .orElseThrow(() -> refused(name, value, "one of " + String.join(", ", choices)));
    }
    if (SECONDS.contains(property) && !value.matches("\\d{1,6}")) {
      throw refused(name, value, "whole seconds, 0 to 999999");
    }
    return value;
  }

  private static ConfigurationInvalid refused(String name, String value, String what) {
    return new ConfigurationInvalid(
        "database address: %s '%s' is not allowed: %s".formatted(name, shown(value), what));
  }

  /** What is meant is short and plain; anything else may be a piece of a password. */
  private static String shown(String word) {
    return word.matches("[A-Za-z_-]{0,30}|-?\\d{1,12}") ? word : "...";
  }

  private static String translated(PGProperty property, String value) {
    return switch (property) {
      case TARGET_SERVER_TYPE ->
          switch (value.toLowerCase(Locale.ROOT)) {
            case "read-write" -> "primary";
            case "read-only", "standby" -> "secondary";
            case "prefer-standby" -> "preferSecondary";
            default -> value;
          };
      case TCP_KEEP_ALIVE -> value.equals("1") ? "true" : value.equals("0") ? "false" : value;
      default -> value;
    };
  }

  /** Without a file of root certificates, those that Java trusts are asked. */
  private static void trustAuthorities(Map<String, String> options) {
    boolean verifies = options.getOrDefault("sslmode", "").startsWith("verify-");
    boolean system = "system".equals(options.get("sslrootcert"));
    boolean noFile =
        !options.containsKey("sslrootcert")
            && !Files.exists(Path.of(System.getProperty("user.home"), ".postgresql", "root.crt"));
    if (verifies && (system || noFile)) {
      options.remove("sslrootcert");
      options.putIfAbsent("sslfactory", JVM_TRUST);
    }
  }
}
