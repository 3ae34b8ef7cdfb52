package dev.tributary.api;

import java.util.Objects;

/** Checks names at the door, so that no other code has to distrust them. */
final class Names {
  private static final int SHOWN = 60;

  private Names() {}

  static void require(String value, String what, String pattern) {
    Objects.requireNonNull(value, what);
    if (!value.matches(pattern)) {
      throw new ConfigurationInvalid(
          "%s name '%s' is not allowed: it must match %s".formatted(what, shown(value), pattern));
    }
  }

  static void requireStateKey(String key) {
    if (key.isEmpty() || key.length() > 255) {
      throw new ConfigurationInvalid("a state key has 1 to 255 characters, not " + key.length());
    }
    requireText(key, "state key");
  }

  static void requireWriter(String writer) {
    if (writer.isEmpty() || writer.length() > 255) {
      throw new ConfigurationInvalid(
          "a writer's name has 1 to 255 characters, not " + writer.length());
    }
    requireText(writer, "writer's name");
  }

  private static void requireText(String value, String what) {
    boolean odd =
        value
            .codePoints()
            .anyMatch(
                c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE);
    if (odd) {
      throw new ConfigurationInvalid(
          "the %s '%s' has a control character or half a character".formatted(what, shown(value)));
    }
  }

  static String shown(String value) {
    String oneLine = value.replaceAll("[\\p{Cntrl}\\p{Cs}]", "?");
    return oneLine.length() <= SHOWN ? oneLine : oneLine.substring(0, SHOWN) + "...";
  }
}
