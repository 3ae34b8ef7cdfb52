package dev.tributary.core.internal.capture;

import dev.tributary.core.internal.table.KeyHash;
import dev.tributary.core.internal.table.Row;

/** One way to make a key hash of a row. */
interface KeyScheme {
  KeyHash hash(Row row);

  /** For schemes that count rows. */
  default void startScan() {}
}
