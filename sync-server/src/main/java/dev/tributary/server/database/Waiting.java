package dev.tributary.server.database;

/** What may wait for a person. */
public enum Waiting {
  CONFLICTS(
      "conflict",
      """
      SELECT log_id AS id, client_name, table_name, record_key, conflict_type, first_detected_at
      FROM sync_metadata.conflict_log
      WHERE resolved_at IS NULL AND (? = '' OR client_name = ?)
        AND deployment_id IN
        (SELECT d.deployment_id FROM sync_metadata.client_deployments d WHERE d.cluster_name = ?)
      ORDER BY first_detected_at, log_id LIMIT ?
      """,
      """
      SELECT log_id AS id, client_name, table_name, record_key, conflict_type, flags,
             base_data, source_data, target_data, resolved_data, resolution_strategy, details,
             config_version, decision, decided_by, decided_at, resolution_notes, divergence_id,
             (SELECT count(*) FROM sync_metadata.conflict_log o
               WHERE o.divergence_id = c.divergence_id) AS entries, sync_job_id, term,
             first_detected_at, detected_at, resolved_at, resolved_by
      FROM sync_metadata.conflict_log c WHERE log_id = ?
        AND deployment_id IN
        (SELECT d.deployment_id FROM sync_metadata.client_deployments d WHERE d.cluster_name = ?)
      """),
  QUARANTINE(
      "quarantined row",
      """
      SELECT quarantine_id AS id, client_name, table_name, record_key, column_name, reason,
             first_seen_at
      FROM sync_metadata.quarantine
      WHERE status = 'open' AND (? = '' OR client_name = ?)
        AND deployment_id IN
        (SELECT d.deployment_id FROM sync_metadata.client_deployments d WHERE d.cluster_name = ?)
      ORDER BY first_seen_at, quarantine_id LIMIT ?
      """,
      """
      SELECT quarantine_id AS id, client_name, table_name, record_key, column_name, reason,
             sqlstate, row_image, first_seen_at, last_seen_at, status, resolved_at
      FROM sync_metadata.quarantine WHERE quarantine_id = ?
        AND deployment_id IN
        (SELECT d.deployment_id FROM sync_metadata.client_deployments d WHERE d.cluster_name = ?)
      """);

  private final String word;
  private final String list;
  private final String show;

  Waiting(String word, String list, String show) {
    this.word = word;
    this.list = list;
    this.show = show;
  }

  /** What one of them is called. */
  public String word() {
    return word;
  }

  String list() {
    return list;
  }

  String show() {
    return show;
  }
}
