package dev.tributary.server.node;

import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.server.database.Surroundings;
import java.time.Duration;

/** Whole numbers from the environment, within bounds. */
record Numbers(Surroundings around) {
  Duration seconds(String name, int otherwise, int least, int most) {
    return Duration.ofSeconds(of(name, otherwise, least, most));
  }

  int of(String name, int otherwise, int least, int most) {
    return around
        .variable(name)
        .map(text -> parse(name, text.strip(), least, most))
        .orElse(otherwise);
  }

  private static int parse(String name, String text, int least, int most) {
    if (text.matches("\\d{1,9}")) {
      int number = Integer.parseInt(text);
      if (number >= least && number <= most) {
        return number;
      }
    }
    throw new ConfigurationInvalid(
        "%s '%s' is not allowed: a whole number from %d to %d".formatted(name, text, least, most));
  }
}
