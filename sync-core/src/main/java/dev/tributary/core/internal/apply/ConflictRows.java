package dev.tributary.core.internal.apply;

import dev.tributary.core.internal.catalog.ClientRow;
import dev.tributary.core.internal.catalog.Job;
import dev.tributary.core.internal.jdbc.SqlStates;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Closes entries of rows that wait no more, and keeps those open that still do. */
public final class ConflictRows {
  private static final String CLOSE_APPLIED =
      """
      UPDATE sync_metadata.conflict_log c
         SET resolved_at = clock_timestamp(), resolved_by = 'sync',
             resolution_notes = 'both sides agree again'
        FROM %1$s v JOIN %2$s s USING (_sync_seq)
       WHERE c.deployment_id = ? AND c.table_name = ? AND c.resolved_at IS NULL
         AND v.action IN %4$s
         AND md5(c.record_key) = md5(%3$s::text) AND c.record_key = %3$s::text
      """;
  private static final String KEEP_OPEN =
      """
      UPDATE %1$s t SET _sync_hash = ~t._sync_hash
        FROM %2$s s JOIN %4$s v USING (_sync_seq)
       WHERE %3$s AND v.action = 'CONFLICT' AND s._sync_op = 1 AND t._sync_hash = s._sync_hash AND t.xmin <> t._sync_xid::xid
      """;
  private static final String CLOSE_TABLE =
      """
      UPDATE sync_metadata.conflict_log c
         SET resolved_at = clock_timestamp(), resolved_by = 'sync',
             resolution_notes = 'the source is back at what it was, or row or table is gone'
       WHERE c.deployment_id = ? AND c.table_name = ? AND c.resolved_at IS NULL
         AND c.sync_job_id IS DISTINCT FROM ?
      """;
  private static final String FORGET_CUSTOM =
      """
      UPDATE sync_metadata.conflict_log c
         SET decision = NULL, decision_data = NULL, decided_at = NULL,
             resolution_notes = 'the columns changed: decide again'
       WHERE c.deployment_id = ? AND c.table_name = ? AND c.resolved_at IS NULL
         AND c.decision = 'custom' AND ?::uuid IS NOT NULL
      """;
  // What a repair found waits for a person, although the source itself did not change.
  private static final String CLOSE_UNSEEN =
      CLOSE_TABLE
          + """
               AND NOT EXISTS (SELECT 1 FROM sync_metadata.sync_jobs j
                                WHERE j.job_id = c.first_job_id AND j.triggered_by = 'verify')
            """;

  private final ApplyTransaction transaction;
  private final ClientRow client;
  private final Job job;

  public ConflictRows(ApplyTransaction transaction, ClientRow client, Job job) {
    this.transaction = transaction;
    this.client = client;
    this.job = job;
  }

  /** Closes the entries of rows that this run wrote, or found gone on both sides. */
  void closeApplied(TargetTable table, RowStage stage, RowVerdicts verdicts) throws SQLException {
    if (client.waiting() == 0) {
      return;
    }
    String sql =
        CLOSE_APPLIED.formatted(
            verdicts.name(), stage.name(), table.keyObject("s"), RowVerdicts.SETTLED);
    try (PreparedStatement update = transaction.connection().prepareStatement(sql)) {
      update.setObject(1, client.id());
      update.setString(2, table.plan().source());
      update.executeUpdate();
    }
  }

  /**
   * For a run that writes every row, since a column went somewhere else: the source's value did not
   * change, but the held rows do not show it any more. Another base keeps later runs aware of it.
   */
  public void keepOpen(TargetTable table, RowStage stage) {
    String sql =
        KEEP_OPEN.formatted(
            table.sql(), stage.name(), table.sameKey("t", "s"), RowVerdicts.name(stage));
    try (PreparedStatement update = transaction.connection().prepareStatement(sql)) {
      update.executeUpdate();
    } catch (SQLException e) {
      throw SqlStates.toSyncException("keep conflicts of " + table.sql() + " open", e);
    }
  }

  /** Closes the entries of the table that a run, which has looked at all rows, did not see. */
  public void closeUnseen(String table) {
    close(CLOSE_UNSEEN, table);
  }

  /** A row that a person wrote for the columns as they were may not fit those that come. */
  public void forgetCustomDecisions(String table) {
    if (client.conflicts().decided() > 0) {
      close(FORGET_CUSTOM, table);
    }
  }

  /** Closes all entries of a table that leaves the mirror. */
  public void closeAll(String table) {
    close(CLOSE_TABLE, table);
  }

  private void close(String sql, String table) {
    if (client.waiting() == 0) {
      return;
    }
    try (PreparedStatement update = transaction.connection().prepareStatement(sql)) {
      update.setObject(1, client.id());
      update.setString(2, table);
      update.setObject(3, job.id());
      update.executeUpdate();
    } catch (SQLException e) {
      throw SqlStates.toSyncException("close conflicts of table " + table, e);
    }
  }
}
