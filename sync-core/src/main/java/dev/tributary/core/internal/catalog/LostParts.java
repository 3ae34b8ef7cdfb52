package dev.tributary.core.internal.catalog;

import dev.tributary.core.internal.table.ColumnPlan;
import dev.tributary.core.internal.table.TablePlan;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What others dropped of a mirrored table. */
final class LostParts {
  private LostParts() {}

  /**
   * @param row with {@code there}, whether the table exists, and {@code columns}, their names
   */
  static Optional<String> of(TablePlan plan, ResultSet row) throws SQLException {
    if (!row.getBoolean("there")) {
      return Optional.of("others dropped its mirror");
    }
    Set<String> there = Set.of((String[]) row.getArray("columns").getArray());
    Stream<String> own =
        plan.key().hasSyncKey()
            ? Stream.of("_sync_hash", "_sync_xid", "_sync_extra", "_sync_key")
            : Stream.of("_sync_hash", "_sync_xid", "_sync_extra");
    return Stream.concat(plan.columns().stream().map(ColumnPlan::target), own)
        .filter(column -> !there.contains(column))
        .findFirst()
        .map(column -> "others dropped or renamed column " + column + " of its mirror");
  }
}
