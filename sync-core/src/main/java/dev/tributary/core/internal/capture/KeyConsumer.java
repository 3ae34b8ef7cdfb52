package dev.tributary.core.internal.capture;

import dev.tributary.core.internal.table.KeyHash;
import dev.tributary.core.internal.table.Row;

/** Takes keys one by one; the row is reused for the next. */
@FunctionalInterface
public interface KeyConsumer {

  /**
   * @param keyCells a row with nothing but the key cells; empty where the hash is the key
   */
  void accept(Row keyCells, KeyHash key);
}
