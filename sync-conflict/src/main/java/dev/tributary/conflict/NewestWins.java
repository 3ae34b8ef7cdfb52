package dev.tributary.conflict;

import dev.tributary.api.Conflict;
import dev.tributary.api.ConflictResolver;
import dev.tributary.api.ConflictStrategy;
import dev.tributary.api.Reasoning;
import dev.tributary.api.Resolution;
import dev.tributary.api.Side;
import java.util.Objects;

/**
 * The row with the greater time wins. A row whose time is missing, unreadable or beyond now is the
 * older one; a tie goes to the side that the rule names. Holds rows of a table without the column.
 */
public final class NewestWins implements ConflictResolver {
  private static final Reasoning WHY = Reasoning.of(ConflictStrategy.NEWEST_WINS);

  private final CompareField by;
  private final DeleteRules deletes;

  public NewestWins(CompareField by, DeleteRules deletes) {
    this.by = Objects.requireNonNull(by, "by");
    this.deletes = Objects.requireNonNull(deletes, "deletes");
  }

  @Override
  public Resolution resolve(Conflict conflict) {
    return deletes.resolve(conflict, WHY).orElseGet(() -> newer(conflict));
  }

  private Resolution newer(Conflict conflict) {
    return RowOrder.of(conflict, by)
        .map(order -> taken(order))
        .orElseGet(
            () ->
                new Resolution.Hold(
                    "table %s has no column %s to compare".formatted(conflict.table(), by.column()),
                    WHY));
  }

  private static Resolution taken(RowOrder order) {
    Reasoning why = order.explain(WHY);
    return order.newer() == Side.SOURCE
        ? new Resolution.TakeSource(why)
        : new Resolution.KeepTarget(why);
  }
}
