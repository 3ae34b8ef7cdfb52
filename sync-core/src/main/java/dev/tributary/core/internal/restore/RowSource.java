package dev.tributary.core.internal.restore;

import dev.tributary.core.internal.table.Row;
import dev.tributary.core.internal.table.TablePlan;
import java.util.function.Consumer;

/** Where the rows come from. */
@FunctionalInterface
interface RowSource {
  /** Gives all rows of the table, one after the other; the row is reused for the next. */
  void read(TablePlan plan, Consumer<Row> rows);
}
