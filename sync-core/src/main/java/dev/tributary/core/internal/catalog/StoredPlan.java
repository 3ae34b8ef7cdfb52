package dev.tributary.core.internal.catalog;

import dev.tributary.core.internal.table.TablePlan;
import java.util.Objects;
import java.util.Optional;

/**
 * A row of {@code table_plans}: where a table goes and whether it is there already.
 *
 * @param loading the table takes its initial load: no key yet, closed to others
 * @param lost what others dropped of it, for people; empty when all of it is there
 * @param width the mirror's columns, retired and dropped ones too
 */
public record StoredPlan(TablePlan plan, boolean loading, Optional<String> lost, int width) {
  public StoredPlan {
    Objects.requireNonNull(plan, "plan");
    Objects.requireNonNull(lost, "lost");
  }
}
