package dev.tributary.server.report;

import java.util.regex.Pattern;

/**
 * Text for a terminal or a log. The name of a table, or a path, may hold escape sequences, line
 * breaks, or marks that turn the direction of what follows; a terminal must not obey them.
 */
public final class Printable {
  private static final Pattern OBEYED = Pattern.compile("[\\p{Cc}\\u2028-\\u202e\\u2066-\\u2069]");

  private Printable() {}

  public static String of(String text) {
    return OBEYED.matcher(text).replaceAll("?");
  }
}
