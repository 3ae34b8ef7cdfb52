package dev.tributary.core.internal.schema;

import dev.tributary.core.internal.table.SourceName;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Gives names of the source their names in PostgreSQL.
 *
 * <p>A name is kept as it is where PostgreSQL allows that; two names never get the same one; a name
 * given once stays.
 */
public final class NameMapping {
  private static final int MAX_BYTES = 63;
  private static final String ESCAPE = "app_";
  private static final String OURS = "_sync_";
  private static final Set<String> SYSTEM_COLUMNS =
      Set.of("ctid", "xmin", "xmax", "cmin", "cmax", "tableoid");

  private final Set<String> reserved;
  private final Map<String, String> given = new HashMap<>();
  private final Set<String> taken = new HashSet<>();

  private NameMapping(Set<String> reserved, Map<String, String> stored) {
    this.reserved = reserved;
    stored.forEach((source, target) -> give(SourceName.folded(source), target));
  }

  /**
   * @param stored source and target names given earlier, of what is still there
   */
  public static NameMapping ofTables(Map<String, String> stored) {
    return new NameMapping(Set.of(), stored);
  }

  /** As {@link #ofTables}; the names of PostgreSQL's system columns are taken, too. */
  public static NameMapping ofColumns(Map<String, String> stored) {
    return new NameMapping(SYSTEM_COLUMNS, stored);
  }

  public String target(String source) {
    String key = SourceName.folded(source);
    String known = given.get(key);
    return known != null ? known : give(key, free(source));
  }

  private String give(String key, String target) {
    given.put(key, target);
    taken.add(target);
    return target;
  }

  private String free(String source) {
    String wanted = needsEscape(source) ? ESCAPE + source : source;
    List<String> choices = List.of(wanted, hashed(wanted, source), hashed(wanted, source + '\0'));
    return choices.stream()
        .filter(choice -> bytes(choice) <= MAX_BYTES && !taken.contains(choice))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no free name for " + source));
  }

  private boolean needsEscape(String source) {
    return source.isEmpty() || source.startsWith(OURS) || reserved.contains(source);
  }

  private static String hashed(String name, String hashOf) {
    String hash = Digests.sha256Hex(hashOf).substring(0, 8);
    StringBuilder cut = new StringBuilder();
    for (int at = 0; at < name.length(); ) {
      int codePoint = name.codePointAt(at);
      if (bytes(cut.toString()) + bytes(Character.toString(codePoint)) > MAX_BYTES - 9) {
        break;
      }
      cut.appendCodePoint(codePoint);
      at += Character.charCount(codePoint);
    }
    return cut + "_" + hash;
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
