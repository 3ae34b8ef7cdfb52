package dev.tributary.conflict;

import dev.tributary.api.ConflictResolver;
import dev.tributary.api.ConflictStrategy;
import java.util.Optional;

/**
 * What the configuration says of one table, defaults filled in.
 *
 * @param path where it says so
 * @param compareSaid whether that very place names a column to compare
 * @param custom iff the strategy is custom
 */
record TableRules(
    String path,
    ConflictStrategy strategy,
    CompareField compare,
    boolean compareSaid,
    DeleteRules deletes,
    MergeRules merge,
    Optional<ConflictResolver> custom,
    boolean notifies) {

  ConflictResolver resolver() {
    return switch (strategy) {
      case NEWEST_WINS -> new NewestWins(compare, deletes);
      case MERGE -> new MergeFields(merge, compare, deletes);
      case SOURCE_WINS -> ConflictResolver.sourceWins();
      case TARGET_WINS -> ConflictResolver.targetWins();
      case MANUAL -> ConflictResolver.holdAll();
      case CUSTOM -> new CustomResolver(custom.orElseThrow());
    };
  }

  /** Whether the strategy cannot do without the column. */
  boolean needsCompareField() {
    return strategy == ConflictStrategy.NEWEST_WINS;
  }
}
