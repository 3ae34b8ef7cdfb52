package dev.tributary.core.internal.capture;

/** How a scan deals with cells over the limit. */
public enum LargeCells {
  /** Finds their rows first, which reads the table once more, and leaves them out. */
  LOOK_FIRST,
  /** Costs nothing; a row over the limit ends the scan with {@link LargeRowMet}. */
  EXPECT_NONE
}
