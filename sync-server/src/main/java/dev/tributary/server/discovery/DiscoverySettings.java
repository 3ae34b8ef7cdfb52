package dev.tributary.server.discovery;

import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.core.SourceDiscovery;
import dev.tributary.server.database.Surroundings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Where a node looks for files of clients.
 *
 * @param places none: it does not look
 * @param interval between two looks
 * @param acts what it does unasked, beside registering
 */
public record DiscoverySettings(List<Place> places, Duration interval, Set<Act> acts) {
  private static final String SOURCES = "DISCOVER_SOURCES";
  private static final String INTERVAL = "DISCOVER_INTERVAL";
  private static final int LONGEST = 86_400;

  public DiscoverySettings {
    places = List.copyOf(places);
    Objects.requireNonNull(interval, "interval");
    acts = Set.copyOf(acts);
  }

  /** A pattern of paths, and how clients are named after what it matches. */
  public record Place(String pattern, String name) {
    private static final String FIRST_WILDCARD = "{1}";

    /** {@code PATTERN=NAME}, or the pattern alone. What has a slash is no name. */
    static Place of(String text) {
      int sign = text.lastIndexOf('=');
      boolean named = sign >= 0 && text.indexOf('/', sign) < 0;
      Place place =
          new Place(
              (named ? text.substring(0, sign) : text).strip(),
              named ? text.substring(sign + 1).strip() : FIRST_WILDCARD);
      try {
        SourceDiscovery.require(place.pattern(), place.name());
        return place;
      } catch (ConfigurationInvalid e) {
        throw new ConfigurationInvalid(SOURCES + ": " + e.getMessage(), e);
      }
    }
  }

  /** What may be done about a file. */
  public enum Act {
    /** A new client is synced at once. */
    START,
    /** A client follows its file to another place. */
    FOLLOW
  }

  /**
   * @throws ConfigurationInvalid naming the variable, its value and what it may be
   */
  public static DiscoverySettings of(Surroundings around) {
    List<Place> places = new ArrayList<>();
    for (String text : around.variable(SOURCES).orElse("").split(";")) {
      if (!text.isBlank()) {
        places.add(Place.of(text.strip()));
      }
    }
    Set<Act> acts = EnumSet.noneOf(Act.class);
    if (isYes(around, "DISCOVER_START", "yes")) {
      acts.add(Act.START);
    }
    if (isYes(around, "DISCOVER_FOLLOW", "no")) {
      acts.add(Act.FOLLOW);
    }
    return new DiscoverySettings(places, interval(around), acts);
  }

  private static boolean isYes(Surroundings around, String name, String otherwise) {
    String said = around.variable(name).map(String::strip).orElse(otherwise);
    if (!said.equals("yes") && !said.equals("no")) {
      throw new ConfigurationInvalid("%s '%s' is not allowed: yes or no".formatted(name, said));
    }
    return said.equals("yes");
  }

  private static Duration interval(Surroundings around) {
    String said = around.variable(INTERVAL).map(String::strip).orElse("60");
    if (!said.matches("\\d{1,5}")
        || Integer.parseInt(said) < 1
        || Integer.parseInt(said) > LONGEST) {
      throw new ConfigurationInvalid(
          "%s '%s' is not allowed: a whole number from 1 to %d".formatted(INTERVAL, said, LONGEST));
    }
    return Duration.ofSeconds(Integer.parseInt(said));
  }
}
