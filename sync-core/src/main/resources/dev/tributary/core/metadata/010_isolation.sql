-- Row level security. There is no policy for DELETE anywhere, and none for writing what only definer
-- functions may write: so it stays after a GRANT that was meant too well.
SET ROLE sync_owner;

DO $$
DECLARE
  t text;
  op text;
  mine text;
  -- table, condition on a row that makes it the caller's
  by_cluster constant text := 'cluster_name = (SELECT sync_metadata.my_cluster())';
  by_client constant text := 'EXISTS (SELECT FROM sync_metadata.client_deployments d'
                             ' WHERE d.deployment_id = %I.deployment_id)';
  by_job_client constant text := 'CASE WHEN sync_jobs.deployment_id IS NULL'
                                 ' THEN sync_jobs.cluster_name = (SELECT sync_metadata.my_cluster())'
                                 ' ELSE EXISTS (SELECT FROM sync_metadata.client_deployments d'
                                 ' WHERE d.deployment_id = sync_jobs.deployment_id) END';
  by_job constant text := 'EXISTS (SELECT FROM sync_metadata.sync_jobs j'
                          ' WHERE j.job_id = sync_progress.job_id)';
  by_name constant text := 'role_name = session_user';
  rules constant text[] := ARRAY[
    ['hosts', by_cluster, 'SELECT INSERT UPDATE'],
    ['leader_election', by_cluster, 'SELECT INSERT UPDATE'],
    ['state', by_cluster, 'SELECT INSERT UPDATE'],
    ['client_deployments', by_cluster, 'SELECT UPDATE'],
    ['sync_jobs', by_job_client, 'SELECT INSERT UPDATE'],
    ['sync_progress', by_job, 'SELECT INSERT UPDATE'],
    ['conflict_log', by_client, 'SELECT INSERT UPDATE'],
    ['quarantine', by_client, 'SELECT INSERT UPDATE'],
    ['source_schemas', by_client, 'SELECT INSERT UPDATE'],
    ['table_plans', by_client, 'SELECT'],
    ['leader_history', by_cluster, 'SELECT'],
    ['audit_log', by_cluster, 'SELECT'],
    ['cluster_roles', by_name, 'SELECT'],
    ['settings', 'true', 'SELECT'],
    ['schema_version', 'true', 'SELECT']];
BEGIN
  PERFORM set_config('client_min_messages', 'warning', true);
  FOR i IN 1 .. array_length(rules, 1) LOOP
    t := rules[i][1];
    mine := format(rules[i][2], t);
    EXECUTE format('ALTER TABLE sync_metadata.%I ENABLE ROW LEVEL SECURITY', t);
    FOREACH op IN ARRAY string_to_array(rules[i][3], ' ') LOOP
      EXECUTE format('DROP POLICY IF EXISTS %I ON sync_metadata.%I', 'mine_' || lower(op), t);
      EXECUTE format(
        'CREATE POLICY %I ON sync_metadata.%I FOR %s %s', 'mine_' || lower(op), t, op,
        CASE op WHEN 'SELECT' THEN format('USING (%s)', mine)
                WHEN 'INSERT' THEN format('WITH CHECK (%s)', mine)
                ELSE format('USING (%s) WITH CHECK (%s)', mine, mine) END);
    END LOOP;
    EXECUTE format(
      'CREATE OR REPLACE TRIGGER refuse_truncate BEFORE TRUNCATE ON sync_metadata.%I'
      ' FOR EACH STATEMENT EXECUTE FUNCTION sync_metadata.refuse_truncate()', t);
    EXECUTE format('GRANT %s ON sync_metadata.%I TO sync_nodes', replace(rules[i][3], ' ', ', '), t);
  END LOOP;
END $$;

GRANT SELECT ON sync_metadata.state_entries, sync_metadata.cache_events,
  sync_metadata.v_cluster_health,
  sync_metadata.v_sync_status, sync_metadata.v_active_sync_jobs, sync_metadata.v_recent_conflicts,
  sync_metadata.v_last_completed_sync_jobs TO sync_nodes;

GRANT EXECUTE ON FUNCTION sync_metadata.state_channel(text),
  sync_metadata.wake_state(text, text, bigint) TO sync_nodes;

INSERT INTO sync_metadata.schema_version (version, title) VALUES (10, 'isolation')
  ON CONFLICT (version) DO NOTHING;

RESET ROLE;
