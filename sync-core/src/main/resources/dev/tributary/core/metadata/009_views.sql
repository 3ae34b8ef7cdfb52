-- What people ask. Every view answers with the rights of the one who asks.
SET ROLE sync_owner;

-- Exactly one row of a cluster with a live lease says leader, also when that node has no host row.
CREATE OR REPLACE VIEW sync_metadata.v_cluster_health WITH (security_invoker = true) AS
WITH lease AS (
  SELECT e.cluster_name, coalesce(h.hostname, e.leader_id) AS leader_id, e.expires_at, e.term,
         e.holder IS NOT NULL AND e.expires_at > clock_timestamp() AS live
    FROM sync_metadata.leader_election e
    LEFT JOIN sync_metadata.hosts h ON h.host_id = e.leader_host_id
), clients AS (
  SELECT d.cluster_name, count(*) AS deployments_count,
         count(*) FILTER (WHERE d.sync_enabled) AS sync_enabled_count
    FROM sync_metadata.client_deployments d GROUP BY d.cluster_name
), nodes AS (
  SELECT cluster_name, hostname, h.status AS host_status, h.last_heartbeat, h.api_url, h.version,
         extract(epoch FROM clock_timestamp() - h.last_heartbeat)::integer AS seconds
    FROM sync_metadata.hosts h
  UNION ALL
  SELECT l.cluster_name, l.leader_id, NULL, NULL, NULL, NULL, NULL FROM lease l
   WHERE l.live AND NOT EXISTS (SELECT FROM sync_metadata.hosts h
                                 WHERE h.cluster_name = l.cluster_name AND h.hostname = l.leader_id)
)
SELECT n.cluster_name, n.hostname, n.host_status,
       CASE WHEN n.seconds IS NULL THEN 'unregistered'
            WHEN n.host_status = 'maintenance' THEN 'maintenance'
            WHEN n.seconds < 120 THEN 'active'
            WHEN n.seconds <= 300 THEN 'degraded'
            ELSE 'offline' END AS status,
       n.last_heartbeat, n.seconds AS seconds_since_heartbeat,
       l.leader_id,
       CASE WHEN l.live AND l.leader_id = n.hostname THEN 'leader' ELSE 'follower' END
         AS leader_status,
       l.expires_at AS leader_lease_expires, l.term AS fencing_token,
       coalesce(c.deployments_count, 0) AS deployments_count,
       coalesce(c.sync_enabled_count, 0) AS sync_enabled_count,
       n.api_url, n.version
  FROM nodes n
  LEFT JOIN lease l ON l.cluster_name = n.cluster_name
  LEFT JOIN clients c ON c.cluster_name = n.cluster_name;

CREATE OR REPLACE VIEW sync_metadata.v_sync_status WITH (security_invoker = true) AS
SELECT d.cluster_name, d.client_name, d.deployment_id, d.target_schema, d.container_name, d.fqdn,
       d.status, d.hold_reason, d.sync_enabled, d.sync_interval, d.next_sync_at, d.last_sync_at,
       d.last_sync_status,
       extract(epoch FROM clock_timestamp() - d.last_sync_at)::integer AS seconds_since_sync,
       d.sync_enabled AND d.status = 'active'
         AND coalesce(d.last_sync_at, d.created_at)
             < clock_timestamp() - 2 * d.sync_interval * interval '1 second' AS overdue,
       (SELECT count(*) FROM sync_metadata.conflict_log c
         WHERE c.deployment_id = d.deployment_id AND c.resolved_at IS NULL) AS open_conflicts,
       (SELECT count(*) FROM sync_metadata.quarantine q
         WHERE q.deployment_id = d.deployment_id AND q.status = 'open') AS open_quarantine,
       (SELECT count(*) FROM sync_metadata.table_plans p
         WHERE p.deployment_id = d.deployment_id AND p.load_state = 'loading') AS tables_loading,
       (SELECT count(*) FROM sync_metadata.table_plans p
         WHERE p.deployment_id = d.deployment_id AND p.load_state = 'ready') AS tables_ready
  FROM sync_metadata.client_deployments d;

CREATE OR REPLACE VIEW sync_metadata.v_active_sync_jobs WITH (security_invoker = true) AS
SELECT j.job_id, j.sync_id, j.deployment_id, d.cluster_name, j.client_name, j.sync_type,
       j.triggered_by, j.host, j.term, j.started_at,
       extract(epoch FROM clock_timestamp() - j.started_at)::integer AS runtime_seconds,
       j.tables_synced, j.tables_total,
       p.rows_processed, p.rows_total,
       round(100.0 * p.rows_processed / nullif(greatest(p.rows_total, p.rows_processed), 0), 1)
         AS percent_complete
  FROM sync_metadata.sync_jobs j
  JOIN sync_metadata.client_deployments d ON d.deployment_id = j.deployment_id
  LEFT JOIN LATERAL (
    SELECT sum(s.rows_processed)::bigint AS rows_processed, sum(s.rows_total)::bigint AS rows_total
      FROM sync_metadata.sync_progress s WHERE s.job_id = j.job_id) p ON true
 WHERE j.status = 'running';

CREATE OR REPLACE VIEW sync_metadata.v_recent_conflicts WITH (security_invoker = true) AS
SELECT c.log_id, d.cluster_name, c.client_name, c.client_id, c.table_name, c.record_id, c.record_key,
       c.conflict_type, c.resolution_strategy, c.flags, c.first_detected_at, c.detected_at,
       c.resolved_at, c.resolved_by,
       extract(epoch FROM c.resolved_at - c.detected_at) AS resolution_time_seconds,
       CASE WHEN c.resolved_at IS NULL THEN 'unresolved'
            WHEN c.resolved_by = 'superseded' THEN 'superseded'
            WHEN c.resolved_by IN ('automatic', 'sync') THEN 'auto-resolved'
            ELSE 'manually-resolved' END AS resolution_type
  FROM sync_metadata.conflict_log c
  JOIN sync_metadata.client_deployments d ON d.deployment_id = c.deployment_id
 WHERE c.detected_at > clock_timestamp() - interval '24 hours' OR c.resolved_at IS NULL;

CREATE OR REPLACE VIEW sync_metadata.v_last_completed_sync_jobs WITH (security_invoker = true) AS
SELECT DISTINCT ON (j.deployment_id)
       j.deployment_id, d.cluster_name, j.client_name, j.job_id, j.sync_id, j.status, j.sync_type,
       j.tables_synced, j.tables_total, j.rows_synced, j.rows_failed, j.conflicts_detected,
       j.duration_seconds, j.completed_at,
       clock_timestamp() - j.completed_at AS time_since_last_completed
  FROM sync_metadata.sync_jobs j
  JOIN sync_metadata.client_deployments d ON d.deployment_id = j.deployment_id
 WHERE j.completed_at IS NOT NULL
 ORDER BY j.deployment_id, j.completed_at DESC;

INSERT INTO sync_metadata.schema_version (version, title) VALUES (9, 'views')
  ON CONFLICT (version) DO NOTHING;

RESET ROLE;
