package dev.tributary.core.internal.apply;

import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * Writes down every conflict with the rows of all sides, before anything is changed. One open entry
 * per row: when source or target are others than it shows, it is superseded and a new one follows.
 */
final class ConflictLog {
  private static final String SUPERSEDE =
      """
      UPDATE sync_metadata.conflict_log c
         SET resolved_at = clock_timestamp(), resolved_by = 'superseded',
             resolution_notes = 'source or target changed again'
                                || CASE WHEN c.decision IS NULL THEN ''
                                        ELSE '; the decision was for what they were before' END
        FROM %1$s d
       WHERE c.log_id = d._sync_open_log AND NOT d._sync_open_same AND d._sync_action <> 'LEFT'
      """;
  private static final String GO_ON =
      """
      UPDATE sync_metadata.conflict_log c
         SET sync_job_id = ?, term = ?, details = d._sync_details,
             flags = string_to_array(d._sync_flags, ','),
             config_version = nullif(d._sync_config_version, ''), resolution_strategy = d._sync_strategy,
             resolution_notes = nullif(d._sync_note, ''),
             resolved_at = CASE WHEN d._sync_action <> 'CONFLICT' THEN clock_timestamp() END,
             resolved_by = CASE WHEN d._sync_action <> 'CONFLICT' THEN d._sync_decided_by END,
             resolved_data = CASE WHEN d._sync_action <> 'CONFLICT' THEN %3$s END
        FROM %1$s d JOIN %2$s s USING (_sync_seq) JOIN %6$s v USING (_sync_seq)
        LEFT JOIN %4$s t ON v.tid IS NOT NULL AND %5$s
       WHERE c.log_id = d._sync_open_log AND d._sync_open_same AND d._sync_action <> 'LEFT'
      """;
  private static final String FORGET_DECISION =
      """
      UPDATE sync_metadata.conflict_log c
         SET decision = NULL, decision_data = NULL, decided_at = NULL, decided_by = NULL,
             resolution_notes = 'the row changed since the decision, which was not carried out'
        FROM %1$s d
       WHERE c.log_id = d._sync_open_log AND d._sync_action = 'LEFT' AND c.decision IS NOT NULL
      """;
  private static final String WRITE =
      """
      INSERT INTO sync_metadata.conflict_log
        (deployment_id, client_name, table_name, record_id, record_key, divergence_id,
         conflict_type, base_data, source_data, target_data, resolution_strategy, resolved_data,
         flags, details, config_version, first_detected_at, resolved_at, resolved_by,
         resolution_notes, source_hash, first_job_id, sync_job_id, term)
      SELECT ?, ?, ?, left(k.key, 255), k.key, coalesce(o.divergence_id, gen_random_uuid()),
             d._sync_kind, f.old_image, CASE WHEN s._sync_op = 3 THEN NULL ELSE %6$s END,
             CASE WHEN t.ctid IS NULL THEN NULL ELSE %7$s END,
             d._sync_strategy, CASE WHEN d._sync_action <> 'CONFLICT' THEN %3$s END,
             string_to_array(d._sync_flags, ','), d._sync_details, nullif(d._sync_config_version, ''),
             coalesce(o.first_detected_at, clock_timestamp()),
             CASE WHEN d._sync_action <> 'CONFLICT' THEN clock_timestamp() END,
             CASE WHEN d._sync_action <> 'CONFLICT' THEN d._sync_decided_by END,
             nullif(d._sync_note, ''), CASE WHEN s._sync_op <> 3 THEN s._sync_hash END, ?, ?, ?
        FROM %1$s d JOIN %2$s s USING (_sync_seq) JOIN %10$s v USING (_sync_seq)
        LEFT JOIN %4$s t ON v.tid IS NOT NULL AND %5$s
       CROSS JOIN LATERAL (SELECT %8$s::text AS key) k
        LEFT JOIN LATERAL (
             SELECT e.old_image FROM %9$s e
              WHERE e.table_name = ? AND e.status = 'open'
                AND md5(coalesce(e.record_key::text, '')) = md5(k.key)
                AND e.record_key::text = k.key LIMIT 1) f ON true
        LEFT JOIN sync_metadata.conflict_log o ON o.log_id = d._sync_open_log
       WHERE (d._sync_open_log IS NULL OR NOT d._sync_open_same) AND d._sync_action <> 'LEFT'
      """;

  private final Applying run;
  private final long term;

  ConflictLog(Applying run, long term) {
    this.run = run;
    this.term = term;
  }

  void write(Judged judged, DecisionStage decisions) throws SQLException {
    TargetTable table = judged.table();
    RowStage stage = judged.stage();
    RowImages images = new RowImages(table);
    execute(SUPERSEDE.formatted(decisions.name()));
    execute(FORGET_DECISION.formatted(decisions.name()));
    execute(
        GO_ON.formatted(
            decisions.name(),
            stage.name(),
            result(images),
            table.sql(),
            table.sameKey("t", "s"),
            judged.verdicts().name()),
        run.job().id(),
        term);
    execute(
        WRITE.formatted(
            decisions.name(),
            stage.name(),
            result(images),
            table.sql(),
            table.sameKey("t", "s"),
            images.image("s"),
            images.image("t"),
            table.keyObject("s"),
            DriftRows.entries(table),
            judged.verdicts().name()),
        run.client().id(),
        run.client().name().value(),
        table.plan().source(),
        run.job().id(),
        run.job().id(),
        term,
        table.plan().target());
  }

  /** What the mirror has afterwards; NULL: no row. */
  private static String result(RowImages images) {
    return "CASE WHEN d._sync_has_row THEN "
        + images.image("d")
        + " WHEN d._sync_action IN ('UPDATE', 'INSERT') THEN "
        + images.image("s")
        + " WHEN d._sync_action IN ('KEEP', 'RELEASE') THEN "
        + images.image("t")
        + " END";
  }

  private void execute(String sql, Object... values) throws SQLException {
    try (PreparedStatement statement = run.transaction().connection().prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      statement.executeUpdate();
    }
  }
}
