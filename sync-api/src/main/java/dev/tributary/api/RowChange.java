package dev.tributary.api;

import java.util.Objects;

/** One difference between a table of the snapshot and the base. */
public sealed interface RowChange {
  RowKey key();

  /** The row is new, or its content differs from the base. */
  record Upsert(RowKey key, RowImage row) implements RowChange {
    public Upsert {
      Objects.requireNonNull(key, "key");
      Objects.requireNonNull(row, "row");
    }
  }

  /** The key was in the base and is in the snapshot no more. */
  record Delete(RowKey key) implements RowChange {
    public Delete {
      Objects.requireNonNull(key, "key");
    }
  }
}
