package dev.tributary.conflict;

import dev.tributary.api.Conflict;
import dev.tributary.api.ConflictFlag;
import dev.tributary.api.ConflictResolver;
import dev.tributary.api.Reasoning;
import dev.tributary.api.Resolution;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Gives each conflict to the resolver of its table. */
public final class PerTable implements ConflictResolver {
  // SQLite ignores the case of names.
  private final Map<String, ConflictResolver> tables = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private final Set<String> notified = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
  private final ConflictResolver otherwise;
  private final String version;

  /**
   * @param tables by the name that the table has in the source
   * @param otherwise for all other tables
   */
  public PerTable(Map<String, ConflictResolver> tables, ConflictResolver otherwise) {
    this(tables, otherwise, Set.of(), "");
  }

  PerTable(
      Map<String, ConflictResolver> tables,
      ConflictResolver otherwise,
      Set<String> notified,
      String version) {
    this.tables.putAll(tables);
    this.notified.addAll(notified);
    this.otherwise = Objects.requireNonNull(otherwise, "otherwise");
    this.version = Objects.requireNonNull(version, "version");
  }

  @Override
  public Resolution resolve(Conflict conflict) {
    Resolution resolution = tables.getOrDefault(conflict.table(), otherwise).resolve(conflict);
    Reasoning why =
        version.isEmpty() ? resolution.why() : resolution.why().withConfigVersion(version);
    return notified.contains(conflict.table())
        ? resolution.because(why.with(Set.of(ConflictFlag.NOTIFY)))
        : resolution.because(why);
  }
}
