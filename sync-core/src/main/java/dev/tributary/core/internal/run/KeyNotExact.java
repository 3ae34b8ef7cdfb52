package dev.tributary.core.internal.run;

import java.io.Serial;

/**
 * A key that the key columns cannot hold has turned up: the table needs {@code _sync_key}, and the
 * run begins anew with that plan. Never leaves this package.
 */
final class KeyNotExact extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final String table;

  KeyNotExact(String table) {
    super("a key of table " + table + " needs _sync_key", null, false, false);
    this.table = table;
  }

  String table() {
    return table;
  }
}
