package dev.tributary.core.internal.table;

import java.util.List;
import java.util.Objects;

/**
 * How the rows of a table are told apart.
 *
 * @param columns source names of the key columns, in key order; empty for {@link Kind#ROWS}
 */
public record KeyPlan(Kind kind, List<String> columns) {

  /** Where the key lives in the target. */
  public enum Kind {
    /** The key columns are the target's primary key. */
    COLUMNS,
    /** {@code _sync_key} holds 128 bits of the SHA-256 of the typed key cells. */
    HASHED,
    /** No key: {@code _sync_key} holds 128 bits of the SHA-256 of the typed row and its count. */
    ROWS
  }

  public KeyPlan {
    Objects.requireNonNull(kind, "kind");
    columns = List.copyOf(columns);
  }

  public boolean hasSyncKey() {
    return kind != Kind.COLUMNS;
  }
}
