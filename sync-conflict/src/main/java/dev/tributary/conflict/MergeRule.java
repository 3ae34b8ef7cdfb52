package dev.tributary.conflict;

import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * What happens to a field that both sides changed.
 *
 * @param key names that lead to what identifies an element of an array, for union and append
 * @param timestamp names that lead to an element's time
 */
public record MergeRule(Kind kind, List<String> key, List<String> timestamp) {
  /** The rules by name. */
  public enum Kind {
    /** The side whose row is newer. */
    NEWEST_WINS,
    SOURCE_WINS,
    TARGET_WINS,
    /** The greater of two numbers or two texts. */
    MAX,
    /** The lesser of two numbers or two texts. */
    MIN,
    /** Both differences: target + (source - base). */
    SUM,
    /** A set: what either side added is there once, what either side removed is gone. */
    UNION,
    /** A union whose new elements of the source come last, in the order of their times. */
    APPEND,
    /** Objects member by member, by the same rules. */
    DEEP_MERGE,
    /** A person decides. */
    MANUAL;

    /** The name in configuration and log. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public MergeRule {
    Objects.requireNonNull(kind, "kind");
    key = List.copyOf(key);
    timestamp = List.copyOf(timestamp);
  }

  /** Elements have an {@code id} and a {@code timestamp}, if they have. */
  public static MergeRule of(Kind kind) {
    return new MergeRule(kind, List.of("id"), List.of("timestamp"));
  }

  boolean needsJson() {
    return kind == Kind.UNION || kind == Kind.APPEND || kind == Kind.DEEP_MERGE;
  }
}
