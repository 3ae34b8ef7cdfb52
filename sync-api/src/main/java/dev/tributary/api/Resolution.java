package dev.tributary.api;

import java.util.Objects;

/** What a {@link ConflictResolver} decided. */
public sealed interface Resolution {

  /** The source's row (or its deletion) is written. */
  record TakeSource() implements Resolution {}

  /** The target's row (or its deletion) stays. */
  record KeepTarget() implements Resolution {}

  /** This row is written. */
  record Write(RowImage row) implements Resolution {
    public Write {
      Objects.requireNonNull(row, "row");
    }
  }

  /** The row is held until a person decides; everything else goes on. */
  record Hold(String reason) implements Resolution {
    public Hold {
      Objects.requireNonNull(reason, "reason");
    }
  }
}
