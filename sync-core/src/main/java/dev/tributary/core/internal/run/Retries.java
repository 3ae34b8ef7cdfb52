package dev.tributary.core.internal.run;

import dev.tributary.api.RowRejected;

/** Which failures are worth another try at once, with the same snapshot rules. */
final class Retries {
  private static final String UNIQUE_VIOLATION = "23505";
  private static final String LIMIT_EXCEEDED = "54000";

  private Retries() {}

  /** Others inserted a row with our key between our look and our write: judge again. */
  static boolean isKeyRace(RowRejected e) {
    return UNIQUE_VIOLATION.equals(e.sqlState());
  }

  /** A value is too long for an index of the mirror, which is a convenience only. */
  static boolean isTooLong(RowRejected e) {
    return LIMIT_EXCEEDED.equals(e.sqlState());
  }
}
