package dev.tributary.core.internal.table;

import java.util.Comparator;

/**
 * Names as SQLite sees them: only the case of ASCII letters is ignored.
 *
 * <p>The one place that quotes a name for SQLite. Backticks, because a name in double quotes that
 * is not found would silently become a text.
 */
public final class SourceName {
  /** Brings the spellings together that mean the same thing; for maps by name. */
  public static final Comparator<String> ORDER = Comparator.comparing(SourceName::folded);

  private SourceName() {}

  public static String quoted(String name) {
    return '`' + name.replace("`", "``") + '`';
  }

  /** The same for all spellings that mean the same thing. */
  public static String folded(String name) {
    char[] folded = name.toCharArray();
    for (int i = 0; i < folded.length; i++) {
      if (folded[i] >= 'A' && folded[i] <= 'Z') {
        folded[i] += 'a' - 'A';
      }
    }
    return new String(folded);
  }

  public static boolean same(String one, String other) {
    return folded(one).equals(folded(other));
  }
}
