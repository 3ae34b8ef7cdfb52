package dev.tributary.conflict;

import dev.tributary.api.Cell;
import dev.tributary.api.Conflict;
import dev.tributary.api.ConflictFlag;
import dev.tributary.api.ConflictResolver;
import dev.tributary.api.ConflictStrategy;
import dev.tributary.api.Reasoning;
import dev.tributary.api.Resolution;
import dev.tributary.api.RowImage;
import dev.tributary.api.Side;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Puts both sides' changes together, field by field, against the base: what only one side changed
 * is taken, what both changed goes by its rule. One field that no rule decides holds the row.
 *
 * <p>Where the base is not known, every field that differs counts as changed by both; then nothing
 * can be summed, and sets keep all elements.
 */
public final class MergeFields implements ConflictResolver {
  private static final Reasoning WHY = Reasoning.of(ConflictStrategy.MERGE);

  private final MergeRules rules;
  private final CompareField by;
  private final DeleteRules deletes;

  public MergeFields(MergeRules rules, CompareField by, DeleteRules deletes) {
    this.rules = Objects.requireNonNull(rules, "rules");
    this.by = Objects.requireNonNull(by, "by");
    this.deletes = Objects.requireNonNull(deletes, "deletes");
  }

  @Override
  public Resolution resolve(Conflict conflict) {
    return deletes
        .resolve(conflict, WHY)
        .orElseGet(
            () ->
                merge(conflict, conflict.source().orElseThrow(), conflict.target().orElseThrow()));
  }

  private Resolution merge(Conflict conflict, RowImage source, RowImage target) {
    Optional<RowOrder> order = RowOrder.of(conflict, by);
    FieldLog log = new FieldLog();
    FieldMerge fields = new FieldMerge(rules, log, by.unit(), conflict, order.map(RowOrder::newer));
    Map<String, Cell> merged = new LinkedHashMap<>();
    for (Map.Entry<String, Cell> entry : source.cells().entrySet()) {
      String column = entry.getKey();
      FieldMerge.Cells cells =
          new FieldMerge.Cells(
              conflict.base().flatMap(row -> Columns.find(row, column)),
              entry.getValue(),
              Columns.find(target, column).orElse(Cell.NULL));
      merged.put(column, fields.merge(column, cells));
    }
    if (order.isPresent() && log.decidedByTime()) {
      keepTimeOf(order.get().newer(), conflict, merged);
    }
    return resolution(conflict, new RowImage(merged), log, why(conflict, order, log));
  }

  /** Else the same merge again could find the other side newer. */
  private void keepTimeOf(Side newer, Conflict conflict, Map<String, Cell> merged) {
    RowImage row = (newer == Side.SOURCE ? conflict.source() : conflict.target()).orElseThrow();
    for (String column : merged.keySet()) {
      if (column.equalsIgnoreCase(by.column()) && rules.at(FieldPath.column(column)).isEmpty()) {
        merged.put(column, Columns.find(row, column).orElse(Cell.NULL));
      }
    }
  }

  private static Reasoning why(Conflict conflict, Optional<RowOrder> order, FieldLog log) {
    Reasoning why = WHY.withFields(log.decisions());
    Reasoning timed = log.decidedByTime() && order.isPresent() ? order.get().explain(why) : why;
    return conflict.base().isEmpty() ? timed.with(Set.of(ConflictFlag.BASE_UNKNOWN)) : timed;
  }

  private static Resolution resolution(
      Conflict conflict, RowImage merged, FieldLog log, Reasoning why) {
    if (!log.decidedAll()) {
      return new Resolution.Hold(log.questions(), why);
    }
    if (merged.equals(conflict.target().orElseThrow())) {
      return new Resolution.KeepTarget(why);
    }
    return merged.equals(conflict.source().orElseThrow())
        ? new Resolution.TakeSource(why)
        : new Resolution.Write(merged, why);
  }
}
