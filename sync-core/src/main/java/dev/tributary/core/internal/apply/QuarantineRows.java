package dev.tributary.core.internal.apply;

import dev.tributary.core.internal.catalog.ClientRow;
import dev.tributary.core.internal.catalog.Job;
import dev.tributary.core.internal.jdbc.SqlStates;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Records the rows that stay out of the mirror, and closes the entries of rows that are no problem
 * any more. Part of the run's transaction.
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
       WHERE deployment_id = ? AND status = 'open' AND job_id IS DISTINCT FROM ?
      """;

  private final Connection connection;
  private final ClientRow client;
  private final Job job;
  private final Map<List<String>, Integer> seen = new HashMap<>();

  public QuarantineRows(Connection connection, ClientRow client, Job job) {
    this.connection = connection;
    this.client = client;
    this.job = job;
  }

  /**
   * Adds a row. Where others of its table have the same name, which is shortened, it gets a number.
   *
   * @param column may be empty
   */
  public void add(String table, String name, String column, String reason, String sqlState) {
    int number = seen.merge(List.of(table, name), 1, Integer::sum);
    try (PreparedStatement insert = connection.prepareStatement(ADD)) {
      insert.setObject(1, client.id());
      insert.setString(2, client.name().value());
      insert.setString(3, table);
      insert.setString(4, number == 1 ? name : name + " #" + number);
      insert.setString(5, column);
      insert.setString(6, reason);
      insert.setString(7, sqlState);
      insert.setObject(8, job.id());
      insert.executeUpdate();
    } catch (SQLException e) {
      throw SqlStates.toSyncException("record a row in quarantine", e);
    }
  }

  /** Closes the entries that this run, which has looked at all tables, did not see again. */
  public void closeOthers() {
    if (client.waiting() == 0) {
      return;
    }
    try (PreparedStatement update = connection.prepareStatement(CLOSE_OTHERS)) {
      update.setObject(1, client.id());
      update.setObject(2, job.id());
      update.executeUpdate();
    } catch (SQLException e) {
      throw SqlStates.toSyncException("close rows in quarantine", e);
    }
  }
}
