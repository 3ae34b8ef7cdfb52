package dev.tributary.core.internal.run;

import dev.tributary.api.RowRejected;
import dev.tributary.api.SyncException;
import java.sql.SQLException;
import java.util.Set;

/** Which failures are worth another try at once, with the same snapshot rules. */
final class Retries {
  private static final Set<String> COLLISIONS = Set.of("40001", "40P01");
  private static final String UNIQUE_VIOLATION = "23505";

  private Retries() {}

  /** Two transactions met; the other one is through now. */
  static boolean isCollision(SyncException e) {
    return e.getCause() instanceof SQLException sql && COLLISIONS.contains(sql.getSQLState());
  }

  /** Others inserted a row with our key between our look and our write: judge again. */
  static boolean isKeyRace(RowRejected e) {
    return UNIQUE_VIOLATION.equals(e.sqlState());
  }
}
