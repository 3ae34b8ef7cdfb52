package dev.tributary.core.internal.catalog;

import dev.tributary.core.internal.table.TablePlan;
import java.util.Objects;

/**
 * A row of {@code table_plans}: where a table goes and whether it is there already.
 *
 * @param loading the table takes its initial load: no key yet, closed to others
 */
public record StoredPlan(TablePlan plan, boolean loading) {
  public StoredPlan {
    Objects.requireNonNull(plan, "plan");
  }
}
