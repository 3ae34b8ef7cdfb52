package dev.tributary.api;

import java.time.Duration;
import java.util.Objects;

/**
 * Conflicts of one kind in one table that one run saw.
 *
 * @param table as the source names it
 * @param decided whether they were decided; else they wait for a person
 * @param rows how many
 * @param notified for how many the configuration asks to tell somebody
 * @param took how long the decisions took
 */
public record ConflictCount(
    String table,
    ConflictKind kind,
    ConflictStrategy strategy,
    Decided decided,
    long rows,
    long notified,
    Duration took) {
  /** How they ended. */
  public enum Decided {
    BY_RULE,
    BY_PERSON,
    NOT_YET
  }

  public ConflictCount {
    Objects.requireNonNull(table, "table");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(strategy, "strategy");
    Objects.requireNonNull(decided, "decided");
    Objects.requireNonNull(took, "took");
  }
}
