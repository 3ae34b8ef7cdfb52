package dev.tributary.server.cli;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** The names that a mistyped word was meant to be; none where nothing is near. */
final class NearestNames {
  private static final int MOST = 3;
  private static final int SHORTEST_BEGINNING = 2;
  private static final int LETTERS_FOR_EACH_SLIP = 3;

  private NearestNames() {}

  /**
   * Those that the word begins, or that the fewest slips lead to: a letter too many, too few or
   * another, or two neighbours swapped. One slip is allowed for each three letters, and always one.
   */
  static List<String> of(String word, Collection<String> names) {
    String typed = bare(word);
    int least = Math.max(1, typed.length() / LETTERS_FOR_EACH_SLIP);
    List<String> nearest = new ArrayList<>();
    for (String name : names) {
      int slips = slips(typed, bare(name));
      if (slips < least) {
        nearest.clear();
        least = slips;
      }
      if (slips == least && nearest.size() < MOST) {
        nearest.add(name);
      }
    }
    return nearest;
  }

  /** Without dashes, and without the value of an option. */
  private static String bare(String word) {
    return word.replaceFirst("^-+", "").replaceFirst("=.*", "").toLowerCase(Locale.ROOT);
  }

  private static int slips(String typed, String name) {
    boolean begins = typed.length() >= SHORTEST_BEGINNING && name.startsWith(typed);
    return begins ? Math.min(1, name.length() - typed.length()) : distance(typed, name);
  }

  /** Damerau and Levenshtein, restricted to strings that are aligned: no letter moves twice. */
  private static int distance(String a, String b) {
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        cost[i][j] = i == 0 || j == 0 ? i + j : cheapest(cost, a, b, i, j);
      }
    }
    return cost[a.length()][b.length()];
  }

  private static int cheapest(int[][] cost, String a, String b, int i, int j) {
    int other = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
    int least = cost[i - 1][j - 1] + other;
    least = Math.min(least, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(least, 1 + cost[i - 2][j - 2]) : least;
  }
}
