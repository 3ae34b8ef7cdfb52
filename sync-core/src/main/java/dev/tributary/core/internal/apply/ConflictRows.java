package dev.tributary.core.internal.apply;

import dev.tributary.core.internal.catalog.ClientRow;
import dev.tributary.core.internal.catalog.Job;
import dev.tributary.core.internal.jdbc.Sql;
import dev.tributary.core.internal.jdbc.SqlStates;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * Holds rows that others touched: the target stays as it is, and the conflict log keeps both
 * images. One open entry per row; a later run brings it up to date.
 */
public final class ConflictRows {
  // The drift trigger keeps the row as it was before others wrote: the base, if they changed it.
  private static final String HOLD =
      """
      INSERT INTO sync_metadata.conflict_log
        (deployment_id, client_name, table_name, record_id, record_key, conflict_type, base_data,
         source_data, target_data, resolution_strategy, term, first_job_id, sync_job_id, flags)
      SELECT ?, ?, ?, left(k.key::text, 255), k.key::text,
             CASE WHEN t.ctid IS NULL OR s._op = 3 THEN 'delete_conflict'
                  WHEN s._op = 2 THEN 'insert_conflict'
                  WHEN t._sync_hash IS NULL THEN 'no_base'
                  ELSE 'update_conflict' END,
             (SELECT d.old_image::text::json FROM %6$s d
               WHERE d.table_name = ? AND d.status = 'open' AND d.record_key::text = k.key::text),
             CASE WHEN s._op = 3 THEN NULL ELSE (SELECT to_json(i) FROM (SELECT %7$s) i) END,
             CASE WHEN t.ctid IS NULL THEN NULL ELSE to_json(t) END,
             'manual', NULL, ?, ?, ARRAY['held']
        FROM %1$s v JOIN %2$s s USING (_seq)
        LEFT JOIN %3$s t ON %4$s
       CROSS JOIN LATERAL (SELECT %5$s AS key) k
       WHERE v.action = 'CONFLICT'
      ON CONFLICT (deployment_id, table_name, md5(record_key)) WHERE resolved_at IS NULL
      DO UPDATE SET source_data = excluded.source_data, target_data = excluded.target_data,
                    base_data = coalesce(conflict_log.base_data, excluded.base_data),
                    conflict_type = excluded.conflict_type, detected_at = clock_timestamp(),
                    sync_job_id = excluded.sync_job_id
      """;

  private static final String CLOSE_APPLIED =
      """
      UPDATE sync_metadata.conflict_log c
         SET resolved_at = clock_timestamp(), resolved_by = 'sync',
             resolution_notes = 'both sides agree again'
        FROM %1$s v JOIN %2$s s USING (_seq)
       WHERE c.deployment_id = ? AND c.table_name = ? AND c.resolved_at IS NULL
         AND v.action <> 'CONFLICT' AND c.record_key = %3$s::text
      """;
  private static final String KEEP_OPEN =
      """
      UPDATE %1$s t SET _sync_hash = ~t._sync_hash
        FROM %2$s s
       WHERE %3$s AND s._op = 1 AND t._sync_hash = s._sync_hash AND t.xmin <> t._sync_xid::xid
      """;
  private static final String CLOSE_TABLE =
      """
      UPDATE sync_metadata.conflict_log c
         SET resolved_at = clock_timestamp(), resolved_by = 'sync',
             resolution_notes = 'the source is back at what it was, or row or table is gone'
       WHERE c.deployment_id = ? AND c.table_name = ? AND c.resolved_at IS NULL
         AND c.sync_job_id IS DISTINCT FROM ?
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

  void hold(TargetTable table, RowStage stage, RowVerdicts verdicts) throws SQLException {
    String sql =
        HOLD.formatted(
            verdicts.name(),
            stage.name(),
            table.sql(),
            table.sameKey("t", "s"),
            table.keyObject("s"),
            Sql.table(client.schema(), DriftRows.ENTRIES),
            TargetTable.list("s", table.imageColumns()));
    try (PreparedStatement insert = transaction.connection().prepareStatement(sql)) {
      insert.setObject(1, client.id());
      insert.setString(2, client.name().value());
      insert.setString(3, table.plan().source());
      insert.setString(4, table.plan().target());
      insert.setObject(5, job.id());
      insert.setObject(6, job.id());
      insert.executeUpdate();
    }
  }

  /** Closes the entries of rows that this run wrote, or found gone on both sides. */
  void closeApplied(TargetTable table, RowStage stage, RowVerdicts verdicts) throws SQLException {
    if (client.waiting() == 0) {
      return;
    }
    String sql = CLOSE_APPLIED.formatted(verdicts.name(), stage.name(), table.keyObject("s"));
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
    String sql = KEEP_OPEN.formatted(table.sql(), stage.name(), table.sameKey("t", "s"));
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
