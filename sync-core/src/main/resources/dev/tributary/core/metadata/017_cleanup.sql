-- Retention and farewell.
SET ROLE sync_owner;

-- Removes what is over and older than asked; the last completed job of each client stays. A role
-- cleans up its own cluster, an administrator all.
CREATE OR REPLACE FUNCTION sync_metadata.purge(p_older_than interval) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  minimum interval := (SELECT s.value::interval FROM sync_metadata.settings s
                        WHERE s.name = 'retention.minimum');
  cut timestamptz := clock_timestamp() - p_older_than;
  conflict_cut timestamptz := clock_timestamp() - greatest(minimum, least(p_older_than,
    (SELECT s.value::interval FROM sync_metadata.settings s
      WHERE s.name = 'retention.conflicts')));
  mine text := sync_metadata.my_cluster();
  clients uuid[];
  removed jsonb := '{}';
  n bigint;
BEGIN
  IF p_older_than IS NULL OR clock_timestamp() - minimum < cut THEN
    RAISE EXCEPTION 'purge older than % is refused: the setting retention.minimum is %',
      p_older_than, minimum USING ERRCODE = 'feature_not_supported',
            HINT = 'An administrator changes it in sync_metadata.settings.';
  END IF;
  PERFORM sync_metadata.refuse_foreign_triggers(ARRAY['sync_metadata.sync_jobs',
    'sync_metadata.sync_progress', 'sync_metadata.conflict_log', 'sync_metadata.quarantine',
    'sync_metadata.state', 'sync_metadata.audit_log']::regclass[]);
  clients := ARRAY(SELECT d.deployment_id FROM sync_metadata.client_deployments d
                    WHERE d.cluster_name = mine OR sync_metadata.is_administrator());
  DELETE FROM sync_metadata.sync_jobs j
   WHERE j.deployment_id = ANY (clients) AND j.completed_at < cut
     AND EXISTS (SELECT FROM sync_metadata.sync_jobs later
                  WHERE later.deployment_id = j.deployment_id
                    AND later.completed_at > j.completed_at)
      OR j.deployment_id IS NULL AND j.completed_at < cut
     AND (j.cluster_name = mine OR sync_metadata.is_administrator());
  GET DIAGNOSTICS n = ROW_COUNT;
  removed := removed || jsonb_build_object('sync_jobs', n);
  DELETE FROM sync_metadata.conflict_log c
   WHERE c.deployment_id = ANY (clients) AND c.resolved_at < conflict_cut;
  GET DIAGNOSTICS n = ROW_COUNT;
  removed := removed || jsonb_build_object('conflict_log', n);
  DELETE FROM sync_metadata.quarantine q
   WHERE q.deployment_id = ANY (clients) AND q.status = 'resolved' AND q.resolved_at < cut;
  GET DIAGNOSTICS n = ROW_COUNT;
  removed := removed || jsonb_build_object('quarantine', n);
  DELETE FROM sync_metadata.state s
   WHERE s.deleted AND s.updated_at < cut
     AND (s.cluster_name = mine OR sync_metadata.is_administrator());
  GET DIAGNOSTICS n = ROW_COUNT;
  removed := removed || jsonb_build_object('cache_events', n);
  PERFORM sync_metadata.note(mine, NULL, 'purge',
    jsonb_build_object('older_than', p_older_than::text, 'removed', removed));
  RETURN removed;
END $$;

-- Keeps the data unless an administrator drops the schema as well.
CREATE OR REPLACE FUNCTION sync_metadata.deregister_client(p_client text, p_drop_schema boolean)
RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  client sync_metadata.client_deployments := sync_metadata.client_of_caller(p_client);
BEGIN
  -- What hangs on the client goes with it by foreign key, and that too is done as the owner.
  PERFORM sync_metadata.refuse_foreign_triggers(ARRAY['sync_metadata.source_schemas',
    'sync_metadata.sync_jobs', 'sync_metadata.sync_progress', 'sync_metadata.conflict_log',
    'sync_metadata.quarantine']::regclass[]);
  IF p_drop_schema THEN
    PERFORM sync_metadata.require_administrator('drop the schema of a client');
    EXECUTE format('DROP SCHEMA IF EXISTS %I CASCADE', client.target_schema);
  ELSE
    PERFORM sync_metadata.close_client(client);
  END IF;
  DELETE FROM sync_metadata.client_deployments d WHERE d.deployment_id = client.deployment_id;
  PERFORM sync_metadata.note(client.cluster_name, p_client, 'deregister_client',
    jsonb_build_object('schema', client.target_schema, 'source', client.source_path,
                       'dropped', p_drop_schema));
END $$;

-- The schema stays with its data; the cluster's roles leave it, and so do the drift triggers.
CREATE OR REPLACE FUNCTION sync_metadata.close_client(
  p_client sync_metadata.client_deployments) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  plan sync_metadata.table_plans;
BEGIN
  IF to_regnamespace(quote_ident(p_client.target_schema)) IS NULL THEN
    RETURN;
  END IF;
  FOR plan IN SELECT p.* FROM sync_metadata.table_plans p
               WHERE p.deployment_id = p_client.deployment_id
                 AND to_regclass(format('%I.%I', p_client.target_schema, p.target_table)) IS NOT NULL
  LOOP
    PERFORM sync_metadata.close_table(p_client, plan);
  END LOOP;
  PERFORM sync_metadata.revoke_client_access(p_client);
END $$;

CREATE OR REPLACE FUNCTION sync_metadata.revoke_client_access(
  p_client sync_metadata.client_deployments) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  PERFORM sync_metadata.revoke_schema(p_client.target_schema, r.role_name)
     FROM sync_metadata.cluster_roles r JOIN pg_roles g ON g.rolname = r.role_name
    WHERE r.cluster_name = p_client.cluster_name;
END $$;

CREATE OR REPLACE FUNCTION sync_metadata.revoke_schema(p_schema text, p_role text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  EXECUTE format('REVOKE ALL ON ALL TABLES IN SCHEMA %I FROM %I', p_schema, p_role);
  EXECUTE format('REVOKE ALL ON SCHEMA %I FROM %I', p_schema, p_role);
END $$;

-- Nodes that were heard of lately, or lead: what is removed under their feet they would write again.
CREATE OR REPLACE FUNCTION sync_metadata.live_nodes(p_cluster text) RETURNS text[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT coalesce(array_agg(n.name ORDER BY n.name), '{}') FROM (
    SELECT h.hostname::text AS name FROM sync_metadata.hosts h
     WHERE h.cluster_name = p_cluster AND h.status <> 'offline'
       AND h.last_heartbeat > clock_timestamp() - interval '2 minutes'
     UNION
    SELECT e.leader_id FROM sync_metadata.leader_election e
     WHERE e.cluster_name = p_cluster AND e.holder IS NOT NULL
       AND e.expires_at > clock_timestamp()) n
$$;

-- A node that is leaving, and ends by itself when the cluster is gone, keeps nobody from removing it.
CREATE OR REPLACE FUNCTION sync_metadata.refuse_live_cluster(p_cluster text, p_leaving text)
RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  enabled text;
  live text[] := array_remove(sync_metadata.live_nodes(p_cluster), p_leaving);
BEGIN
  SELECT string_agg(format('%s (%s, last sync %s)', d.client_name, d.status,
                           coalesce(d.last_sync_status, 'never')), ', ' ORDER BY d.client_name)
    INTO enabled FROM sync_metadata.client_deployments d
   WHERE d.cluster_name = p_cluster AND d.sync_enabled;
  IF enabled IS NOT NULL THEN
    RAISE EXCEPTION 'cluster % still syncs: %', p_cluster, enabled
      USING ERRCODE = 'object_in_use',
            HINT = 'For each client: pause its sync, move it to another cluster, or deregister it.';
  ELSIF live <> '{}' THEN
    RAISE EXCEPTION 'nodes of cluster % still run: %', p_cluster, array_to_string(live, ', ')
      USING ERRCODE = 'object_in_use',
            HINT = 'Stop them with: tributary node stop NODE. One that died counts as running for'
                   ' two minutes, or until its lease ends.';
  END IF;
END $$;

-- Rows that name the cluster, by table. What hangs on its clients goes with them by foreign key.
CREATE OR REPLACE FUNCTION sync_metadata.rows_of_cluster(p_cluster text) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  WITH mine AS (SELECT d.deployment_id FROM sync_metadata.client_deployments d
                 WHERE d.cluster_name = p_cluster)
  SELECT jsonb_build_object(
    'hosts', (SELECT count(*) FROM sync_metadata.hosts h WHERE h.cluster_name = p_cluster),
    'leader_election', (SELECT count(*) FROM sync_metadata.leader_election e
                         WHERE e.cluster_name = p_cluster),
    'client_deployments', (SELECT count(*) FROM mine),
    'sync_jobs', (SELECT count(*) FROM sync_metadata.sync_jobs j
                   WHERE j.deployment_id IN (SELECT m.deployment_id FROM mine m)
                      OR j.deployment_id IS NULL AND j.cluster_name = p_cluster),
    'conflict_log', (SELECT count(*) FROM sync_metadata.conflict_log c
                      WHERE c.deployment_id IN (SELECT m.deployment_id FROM mine m)),
    'quarantine', (SELECT count(*) FROM sync_metadata.quarantine q
                    WHERE q.deployment_id IN (SELECT m.deployment_id FROM mine m)),
    'cache_events', (SELECT count(*) FROM sync_metadata.state s WHERE s.cluster_name = p_cluster))
$$;

-- Refused while a client syncs or a node runs; otherwise all rows of the cluster go, and none may
-- remain. Terms stay in leader_history: a cluster of this name that comes back goes on above them.
CREATE OR REPLACE FUNCTION sync_metadata.deregister_cluster(p_cluster text, p_leaving text)
RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  gone text[];
  removed jsonb;
BEGIN
  PERFORM sync_metadata.require_cluster(p_cluster);
  PERFORM sync_metadata.refuse_foreign_triggers(ARRAY['sync_metadata.hosts',
    'sync_metadata.leader_election', 'sync_metadata.state', 'sync_metadata.sync_jobs',
    'sync_metadata.client_deployments', 'sync_metadata.audit_log']::regclass[]);
  PERFORM sync_metadata.refuse_live_cluster(p_cluster, p_leaving);
  removed := sync_metadata.rows_of_cluster(p_cluster);
  gone := ARRAY(SELECT d.client_name::text FROM sync_metadata.client_deployments d
                 WHERE d.cluster_name = p_cluster ORDER BY 1);
  PERFORM sync_metadata.deregister_client(one, false) FROM unnest(gone) AS one;
  DELETE FROM sync_metadata.sync_jobs j
   WHERE j.deployment_id IS NULL AND j.cluster_name = p_cluster;
  DELETE FROM sync_metadata.hosts h WHERE h.cluster_name = p_cluster;
  DELETE FROM sync_metadata.leader_election e WHERE e.cluster_name = p_cluster;
  DELETE FROM sync_metadata.state s WHERE s.cluster_name = p_cluster;
  IF EXISTS (SELECT FROM jsonb_each_text(sync_metadata.rows_of_cluster(p_cluster)) AS r (t, n)
              WHERE r.n <> '0') THEN
    RAISE EXCEPTION 'cluster %: rows remain, so a node of it still runs', p_cluster
      USING ERRCODE = 'object_in_use', HINT = 'Stop all nodes of the cluster, then try again.';
  END IF;
  IF EXISTS (SELECT FROM jsonb_each_text(removed) AS r (t, n) WHERE r.n <> '0') THEN
    PERFORM sync_metadata.note(p_cluster, NULL, 'deregister_cluster',
                               jsonb_build_object('clients', gone, 'removed', removed));
  END IF;
  RETURN jsonb_build_object('clients', gone, 'removed', removed);
END $$;

-- By somebody who is no node of it.
CREATE OR REPLACE FUNCTION sync_metadata.deregister_cluster(p_cluster text) RETURNS jsonb
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT sync_metadata.deregister_cluster(p_cluster, NULL) $$;

GRANT EXECUTE ON FUNCTION sync_metadata.purge(interval),
  sync_metadata.deregister_client(text, boolean), sync_metadata.deregister_cluster(text),
  sync_metadata.deregister_cluster(text, text)
  TO sync_nodes;

INSERT INTO sync_metadata.schema_version (version, title) VALUES (17, 'cleanup')
  ON CONFLICT (version) DO NOTHING;

RESET ROLE;
