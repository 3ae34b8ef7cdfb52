package dev.tributary.core.internal.capture;

import dev.tributary.core.internal.table.KeyHash;
import dev.tributary.core.internal.table.Row;

/** Takes the differences of a table. Rows are reused; what is thrown ends the diff. */
public interface Changes {

  /**
   * @param hash the row's new hash
   * @param inBase the key was there, with another hash
   */
  void upsert(Row row, KeyHash key, long hash, boolean inBase);

  /**
   * @param keyCells a row with nothing but the key cells; empty where the hash is the key
   */
  void gone(Row keyCells, KeyHash key);

  /**
   * Called once, before the first gone row: here a guard can stop.
   *
   * @param inBase rows of the base before this diff
   */
  default void beforeGone(long gone, long inBase) {}
}
