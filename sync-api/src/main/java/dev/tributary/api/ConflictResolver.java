package dev.tributary.api;

/**
 * Says who wins. A pure function of the conflict: no I/O, no clock but {@link
 * Conflict#detectedAt()}, the same answer each time, on any thread, on any node. An exception holds
 * the row and is kept in the conflict log.
 *
 * <p>Where the base is lost and the source does not have the row, nobody knows that the app deleted
 * it: the row is never deleted then.
 */
@FunctionalInterface
public interface ConflictResolver {

  Resolution resolve(Conflict conflict);

  /** The source wins, deletes too. */
  static ConflictResolver sourceWins() {
    Reasoning why = Reasoning.of(ConflictStrategy.SOURCE_WINS);
    return conflict ->
        conflict.kind() == ConflictKind.NO_BASE && conflict.source().isEmpty()
            ? new Resolution.KeepTarget(why)
            : new Resolution.TakeSource(why);
  }

  /** The target wins wherever others touched a row. */
  static ConflictResolver targetWins() {
    Reasoning why = Reasoning.of(ConflictStrategy.TARGET_WINS);
    return conflict -> new Resolution.KeepTarget(why);
  }

  /** A person decides each conflict. */
  static ConflictResolver holdAll() {
    Reasoning why = Reasoning.of(ConflictStrategy.MANUAL);
    return conflict -> new Resolution.Hold("held for a person", why);
  }
}
