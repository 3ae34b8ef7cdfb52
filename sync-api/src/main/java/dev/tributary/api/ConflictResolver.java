package dev.tributary.api;

/**
 * Says who wins. A pure function of the conflict: no I/O, the same answer each time, on any thread.
 * An exception holds the row and is kept in the conflict log.
 */
@FunctionalInterface
public interface ConflictResolver {

  Resolution resolve(Conflict conflict);

  /** The source wins, deletes too. */
  static ConflictResolver sourceWins() {
    return conflict -> new Resolution.TakeSource();
  }

  /** The target wins wherever others touched a row. */
  static ConflictResolver targetWins() {
    return conflict -> new Resolution.KeepTarget();
  }

  /** A person decides each conflict. */
  static ConflictResolver holdAll() {
    return conflict -> new Resolution.Hold("held for a person");
  }
}
