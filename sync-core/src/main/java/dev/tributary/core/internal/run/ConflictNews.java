package dev.tributary.core.internal.run;

import dev.tributary.api.ConflictCount;
import dev.tributary.api.ConflictsSeen;
import dev.tributary.api.SyncListener;
import dev.tributary.core.internal.catalog.ClientRow;
import dev.tributary.core.internal.jdbc.SqlStates;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells those who listen what a run did about conflicts. */
final class ConflictNews {
  private static final Logger LOG = LoggerFactory.getLogger(ConflictNews.class);
  private static final String COUNT =
      """
      SELECT count(*) FILTER (WHERE resolved_at IS NULL) AS open,
             count(*) FILTER (WHERE detected_at > clock_timestamp() - interval '10 minutes')
               AS recent
        FROM sync_metadata.conflict_log
       WHERE deployment_id = ?
         AND (resolved_at IS NULL OR detected_at > clock_timestamp() - interval '10 minutes')
      """;

  private ConflictNews() {}

  /** Counted in the run's transaction. Empty: there were none, and there are none. */
  static Optional<ConflictsSeen> of(
      Connection connection, ClientRow client, List<ConflictCount> counts) {
    if (counts.isEmpty() && client.waiting() == 0) {
      return Optional.empty();
    }
    try (PreparedStatement query = connection.prepareStatement(COUNT)) {
      query.setObject(1, client.id());
      try (ResultSet row = query.executeQuery()) {
        row.next();
        return Optional.of(
            new ConflictsSeen(client.name(), counts, row.getLong("open"), row.getLong("recent")));
      }
    } catch (SQLException e) {
      throw SqlStates.toSyncException("count the conflicts of " + client.name(), e);
    }
  }

  /** The run is committed, whatever a listener thinks of it. */
  static void tell(ConflictsSeen seen, SyncListener listener) {
    if (seen.areMany() && !seen.counts().isEmpty()) {
      LOG.warn(
          "client {} has {} conflicts in the last ten minutes: somebody writes to its mirror",
          seen.client(),
          seen.recent());
    }
    try {
      listener.conflicts(seen);
    } catch (RuntimeException | Error e) {
      LOG.warn("a listener of client {} failed", seen.client(), e);
    }
  }
}
