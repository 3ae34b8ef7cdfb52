package dev.tributary.spring;

import dev.tributary.api.ClientName;
import dev.tributary.api.ClusterName;
import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.api.NodeId;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

/** Checks of single properties; each names the property, its value and the way out. */
final class PropertyChecks {
  private PropertyChecks() {}

  static void cluster(String value) {
    named("tributary.cluster", value, () -> new ClusterName(value));
  }

  static void node(String value) {
    if (!value.isEmpty()) {
      named("tributary.node", value, () -> new NodeId(value));
    }
  }

  static void client(int index, TributaryProperties.Client client, Set<String> names) {
    String property = "tributary.clients[" + index + "].";
    named(property + "name", client.name(), () -> new ClientName(client.name()));
    if (!names.add(client.name())) {
      throw CannotStart.property(
          property + "name",
          client.name(),
          "is there twice",
          "Give each client a name of its own.");
    }
    source(property + "source", client.source());
    interval(property + "interval", client.interval());
  }

  private static void source(String property, String value) {
    if (value.isBlank()) {
      throw new CannotStart(
          property + " is missing", "Set " + property + " to the path of the SQLite file.");
    }
    path(property, value);
  }

  static Path path(String property, String value) {
    try {
      return Path.of(value);
    } catch (InvalidPathException e) {
      throw CannotStart.property(
          property, value, "is no path: " + e.getReason(), "Set it to the path of a file.");
    }
  }

  /** The schedule counts in whole seconds. */
  private static void interval(String property, Duration value) {
    positive(property, value);
    if (value.toNanosPart() != 0 || value.toSeconds() > Integer.MAX_VALUE) {
      throw CannotStart.property(
          property, value, "is no whole number of seconds", "Set it to 30s, 5m, 1h or the like.");
    }
  }

  static void positive(String property, Duration value) {
    if (value.isZero() || value.isNegative()) {
      throw CannotStart.property(
          property, value, "is not positive", "Set it to 30s, 5m, 1h or the like.");
    }
  }

  static void notNegative(String property, Duration value) {
    if (value.isNegative()) {
      throw CannotStart.property(
          property, value, "is negative", "Set it to 0s, 10s, 1m or the like.");
    }
  }

  static void lanes(int value) {
    within("tributary.sync.lanes", value, 1, 64);
  }

  static void poolSize(int value) {
    within("tributary.datasource.maximum-pool-size", value, 1, 1000);
  }

  private static void within(String property, int value, int least, int most) {
    if (value < least || value > most) {
      throw CannotStart.property(
          property,
          value,
          "is out of range",
          "Set it to a number from %d to %d.".formatted(least, most));
    }
  }

  static void onePassword(String password, String file) {
    if (!password.isEmpty() && !file.isEmpty()) {
      throw new CannotStart(
          "tributary.datasource.password and tributary.datasource.password-file are both set",
          "Keep one of them.");
    }
  }

  private static void named(String property, String value, Runnable check) {
    try {
      check.run();
    } catch (ConfigurationInvalid e) {
      throw CannotStart.property(
          property,
          value,
          "is no such name: " + e.getMessage(),
          "Set " + property + " to another.");
    }
  }
}
