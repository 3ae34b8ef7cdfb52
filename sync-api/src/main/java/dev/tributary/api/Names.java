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

  private static String shown(String value) {
    String oneLine = value.replaceAll("\\p{Cntrl}", "?");
    return oneLine.length() <= SHOWN ? oneLine : oneLine.substring(0, SHOWN) + "...";
  }
}
