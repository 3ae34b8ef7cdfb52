package dev.tributary.core.internal.capture;

import dev.tributary.core.internal.table.Row;

/** Takes rows one by one; the row is reused for the next. */
@FunctionalInterface
public interface RowConsumer {
  void accept(Row row);
}
