package dev.tributary.conflict;

import dev.tributary.api.ConfigurationInvalid;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** All that is wrong in one configuration, told in one message. */
final class Problems {
  private final List<String> lines = new ArrayList<>();

  /**
   * @param path where it is: {@code $.table_strategies.chat}
   */
  void add(String path, String what) {
    lines.add(path + ": " + what);
  }

  /** Throws iff there are any. */
  void require(String headline) {
    if (!lines.isEmpty()) {
      throw new ConfigurationInvalid(headline + ": " + String.join("; ", lines));
    }
  }

  /** {@code ; did you mean chat?} where one of the names is near. */
  static String nearest(String wrong, Collection<String> names) {
    Optional<String> nearest =
        names.stream()
            .filter(
                name ->
                    distance(wrong, name)
                        <= Math.max(wrong.length() < 4 ? 1 : 2, wrong.length() / 3))
            .min(
                Comparator.comparingInt((String name) -> distance(wrong, name))
                    .thenComparing(n -> n));
    Optional<String> found =
        nearest.isPresent()
            ? nearest
            : names.stream().filter(name -> isStart(wrong, name)).sorted().findFirst();
    return found.map(name -> "; did you mean " + name + "?").orElse("");
  }

  private static boolean isStart(String one, String other) {
    String left = one.toLowerCase(Locale.ROOT);
    String right = other.toLowerCase(Locale.ROOT);
    return Math.min(left.length(), right.length()) >= 3
        && (left.startsWith(right) || right.startsWith(left));
  }

  /** How many letters must change: Levenshtein's distance, row by row. */
  private static int distance(String one, String other) {
    int[] row = new int[other.length() + 1];
    for (int j = 0; j <= other.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= other.length(); j++) {
        boolean same =
            Character.toLowerCase(one.charAt(i - 1)) == Character.toLowerCase(other.charAt(j - 1));
        int replaced = diagonal + (same ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[other.length()];
  }
}
