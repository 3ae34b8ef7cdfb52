package dev.tributary.core.internal.apply;

import dev.tributary.core.internal.catalog.ClientRow;
import dev.tributary.core.internal.catalog.Job;
import dev.tributary.core.internal.jdbc.Sql;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.stream.Collectors;

/**
 * Holds rows that others touched: the target stays as it is, and the conflict log keeps both
 * images. One open entry per row; a later run brings it up to date.
 */
final class ConflictRows {
  // The drift trigger keeps the row as it was before others wrote: the base, if they changed it.
  private static final String HOLD =
      """
      INSERT INTO sync_metadata.conflict_log
        (deployment_id, client_name, table_name, record_id, record_key, conflict_type, source_data,
         target_data, resolution_strategy, term, first_job_id, sync_job_id, flags)
      SELECT ?, ?, ?, left(k.key::text, 255), k.key::text,
             CASE WHEN t.ctid IS NULL OR s._op = 3 THEN 'delete_conflict'
                  WHEN s._op = 2 THEN 'insert_conflict'
                  WHEN t._sync_hash IS NULL THEN 'no_base'
                  ELSE 'update_conflict' END,
             CASE WHEN s._op = 3 THEN NULL ELSE to_json(s) END,
             CASE WHEN t.ctid IS NULL THEN NULL ELSE to_json(t) END,
             'manual', NULL, ?, ?, ARRAY['held']
        FROM %1$s v JOIN %2$s s USING (_seq)
        LEFT JOIN %3$s t ON %4$s
       CROSS JOIN LATERAL (SELECT %5$s AS key) k
       WHERE v.action = 'CONFLICT'
      ON CONFLICT (deployment_id, table_name, md5(record_key)) WHERE resolved_at IS NULL
      DO UPDATE SET source_data = excluded.source_data, target_data = excluded.target_data,
                    conflict_type = excluded.conflict_type, detected_at = clock_timestamp(),
                    sync_job_id = excluded.sync_job_id
      """;

  private final ApplyTransaction transaction;
  private final ClientRow client;
  private final Job job;

  ConflictRows(ApplyTransaction transaction, ClientRow client, Job job) {
    this.transaction = transaction;
    this.client = client;
    this.job = job;
  }

  void hold(TargetTable table, RowStage stage, RowVerdicts verdicts) throws SQLException {
    String sql =
        HOLD.formatted(
            verdicts.name(), stage.name(), table.sql(), table.sameKey("t", "s"), key(table));
    try (PreparedStatement insert = transaction.connection().prepareStatement(sql)) {
      insert.setObject(1, client.id());
      insert.setString(2, client.name().value());
      insert.setString(3, table.plan().source());
      insert.setObject(4, job.id());
      insert.setObject(5, job.id());
      insert.executeUpdate();
    }
  }

  /** {@code json_build_object('id', s."id")} */
  private static String key(TargetTable table) {
    return table.keyColumns().stream()
        .map(name -> Sql.literal(name) + ", s." + Sql.name(name))
        .collect(Collectors.joining(", ", "json_build_object(", ")"));
  }
}
