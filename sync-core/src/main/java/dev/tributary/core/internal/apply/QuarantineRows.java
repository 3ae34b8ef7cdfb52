package dev.tributary.core.internal.apply;

import dev.tributary.core.internal.catalog.ClientRow;
import dev.tributary.core.internal.catalog.Job;
import dev.tributary.core.internal.jdbc.SqlStates;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * Records the rows of one table that stay out of the mirror, and closes the entries of rows that
 * are no problem any more. Part of the run's transaction.
 */
public final class QuarantineRows {
  private static final String ADD =
      """
      INSERT INTO sync_metadata.quarantine
        (deployment_id, client_name, table_name, record_key, column_name, reason, sqlstate, job_id)
      VALUES (?, ?, ?, ?, nullif(?, ''), ?, ?, ?)
      ON CONFLICT (deployment_id, table_name, md5(record_key)) WHERE status = 'open'
      DO UPDATE SET column_name = excluded.column_name, reason = excluded.reason,
                    sqlstate = excluded.sqlstate, job_id = excluded.job_id,
                    last_seen_at = clock_timestamp()
      """;
  private static final String CLOSE_OTHERS =
      """
      UPDATE sync_metadata.quarantine SET status = 'resolved'
       WHERE deployment_id = ? AND table_name = ? AND status = 'open'
         AND job_id IS DISTINCT FROM ?
      """;

  private final Connection connection;
  private final ClientRow client;
  private final Job job;
  private final String table;
  private long count;

  public QuarantineRows(Connection connection, ClientRow client, Job job, String table) {
    this.connection = connection;
    this.client = client;
    this.job = job;
    this.table = table;
  }

  /**
   * @param column may be empty
   */
  public void add(String recordKey, String column, String reason, String sqlState) {
    try (PreparedStatement insert = connection.prepareStatement(ADD)) {
      insert.setObject(1, client.id());
      insert.setString(2, client.name().value());
      insert.setString(3, table);
      insert.setString(4, recordKey);
      insert.setString(5, column);
      insert.setString(6, reason);
      insert.setString(7, sqlState);
      insert.setObject(8, job.id());
      insert.executeUpdate();
      count++;
    } catch (SQLException e) {
      throw SqlStates.toSyncException("record a row in quarantine", e);
    }
  }

  /** Closes the entries that this run did not see again; returns how many it saw. */
  public long finish() {
    if (count == 0 && client.waiting() == 0) {
      return 0;
    }
    try (PreparedStatement update = connection.prepareStatement(CLOSE_OTHERS)) {
      update.setObject(1, client.id());
      update.setString(2, table);
      update.setObject(3, job.id());
      update.executeUpdate();
      return count;
    } catch (SQLException e) {
      throw SqlStates.toSyncException("close rows in quarantine", e);
    }
  }
}
