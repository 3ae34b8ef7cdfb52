package dev.tributary.core.internal.state;

import dev.tributary.api.ClusterName;
import dev.tributary.api.SyncException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;

/**
 * What became of a write whose commit was not answered and whose transaction is over.
 *
 * <p>The number of the transaction alone does not tell: a crash may forget a transaction and give
 * its number to another one, which then commits. So the entry itself is asked.
 */
final class WriteFate {
  private static final String NOW =
      """
      SELECT version, xid::text::bigint AS xid, updated_at FROM sync_metadata.state_entries
       WHERE cluster_name = ? AND key = ? ORDER BY version DESC LIMIT 1
      """;

  private final TimedRequests requests;
  private final ClusterName cluster;

  WriteFate(TimedRequests requests, ClusterName cluster) {
    this.requests = requests;
    this.cluster = cluster;
  }

  enum Fate {
    WRITTEN,
    NOT_WRITTEN,
    /** Somebody wrote a later version, or PostgreSQL is still away. */
    NOBODY_KNOWS
  }

  Fate of(Written written) {
    try {
      return requests.ask("read what became of a write", connection -> of(connection, written));
    } catch (SyncException e) {
      return Fate.NOBODY_KNOWS; // the caller reports the failure of the write itself
    }
  }

  private Fate of(Connection connection, Written written) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(NOW)) {
      query.setString(1, cluster.value());
      query.setString(2, written.entry().key());
      try (ResultSet row = query.executeQuery()) {
        if (!row.next() || row.getLong("version") < written.entry().version()) {
          return Fate.NOT_WRITTEN;
        }
        if (row.getLong("version") > written.entry().version()) {
          return Fate.NOBODY_KNOWS;
        }
        return isOurs(row, written) ? Fate.WRITTEN : Fate.NOT_WRITTEN;
      }
    }
  }

  private static boolean isOurs(ResultSet row, Written written) throws SQLException {
    return row.getLong("xid") == written.xid()
        && row.getObject("updated_at", OffsetDateTime.class)
            .toInstant()
            .equals(written.entry().updatedAt());
  }
}
