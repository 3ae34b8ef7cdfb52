-- For administrators only: which role serves which cluster, and moving a client.
SET ROLE sync_owner;

-- A node's role must be an ordinary one: what it could do by itself, no function here would stop.
CREATE OR REPLACE FUNCTION sync_metadata.refuse_powerful(p_role text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  power text;
BEGIN
  SELECT CASE WHEN r.rolsuper THEN 'is a superuser'
              WHEN r.rolcreaterole THEN 'may create roles'
              WHEN r.rolcreatedb THEN 'may create databases'
              WHEN r.rolreplication THEN 'may replicate'
              WHEN r.rolbypassrls THEN 'passes row level security'
              WHEN pg_has_role(r.oid, 'sync_owner', 'MEMBER') THEN 'is a member of sync_owner'
              WHEN pg_has_role(r.oid, 'pg_read_all_data', 'MEMBER')
                OR pg_has_role(r.oid, 'pg_write_all_data', 'MEMBER')
                THEN 'reads or writes the tables of everybody'
              WHEN EXISTS (SELECT FROM pg_shdepend s
                            WHERE s.refclassid = 'pg_authid'::regclass AND s.refobjid = r.oid
                              AND s.deptype = 'o'
                              AND s.dbid IN (0, (SELECT oid FROM pg_database
                                                  WHERE datname = current_database())))
                THEN 'owns objects' END
    INTO power FROM pg_roles r WHERE r.rolname = p_role;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'role % does not exist', p_role USING ERRCODE = 'undefined_object';
  ELSIF power IS NOT NULL THEN
    RAISE EXCEPTION 'role % % and cannot be the role of a node', p_role, power
      USING ERRCODE = 'insufficient_privilege', HINT = 'Choose another role name.';
  END IF;
END $$;

CREATE OR REPLACE FUNCTION sync_metadata.refuse_bound_elsewhere(p_cluster text, p_role text)
RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  bound text := (SELECT r.cluster_name FROM sync_metadata.cluster_roles r WHERE r.role_name = p_role);
BEGIN
  IF bound <> p_cluster THEN
    RAISE EXCEPTION 'role % serves cluster % already; one role, one cluster', p_role, bound
      USING ERRCODE = 'duplicate_object', HINT = 'Choose another role name.';
  END IF;
END $$;

-- Binds a login role to its cluster and opens the cluster's schemas to it.
CREATE OR REPLACE FUNCTION sync_metadata.bind_role(p_cluster text, p_role text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  db text := current_database();
BEGIN
  PERFORM sync_metadata.require_administrator('bind a role to a cluster');
  PERFORM sync_metadata.refuse_powerful(p_role);
  PERFORM sync_metadata.refuse_bound_elsewhere(p_cluster, p_role);
  PERFORM sync_metadata.refuse_foreign_triggers(ARRAY[
    'sync_metadata.cluster_roles', 'sync_metadata.audit_log']::regclass[]);
  INSERT INTO sync_metadata.cluster_roles (role_name, cluster_name) VALUES (p_role, p_cluster)
    ON CONFLICT (role_name) DO NOTHING;
  IF has_database_privilege('sync_owner', db, 'CONNECT WITH GRANT OPTION')
     AND has_database_privilege('sync_owner', db, 'TEMPORARY WITH GRANT OPTION') THEN
    EXECUTE format('GRANT CONNECT, TEMPORARY ON DATABASE %I TO %I', db, p_role);
  ELSIF NOT (has_database_privilege(p_role, db, 'CONNECT')
             AND has_database_privilege(p_role, db, 'TEMPORARY')) THEN
    RAISE EXCEPTION 'role % may not connect to database % or have temporary tables', p_role, db
      USING ERRCODE = 'insufficient_privilege',
            HINT = format('The owner of the database runs: GRANT CONNECT, TEMPORARY ON DATABASE %I'
                          ' TO %I', db, p_role);
  END IF;
  PERFORM sync_metadata.grant_client_access(d.target_schema)
     FROM sync_metadata.client_deployments d WHERE d.cluster_name = p_cluster;
  PERFORM sync_metadata.note(p_cluster, NULL, 'bind_role', jsonb_build_object('role', p_role));
END $$;

-- Takes a role everything that it has here, so that it can be dropped.
CREATE OR REPLACE FUNCTION sync_metadata.unbind_role(p_role text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  cluster text := (SELECT r.cluster_name FROM sync_metadata.cluster_roles r
                    WHERE r.role_name = p_role);
BEGIN
  PERFORM sync_metadata.require_administrator('unbind a role from its cluster');
  PERFORM sync_metadata.refuse_foreign_triggers(ARRAY[
    'sync_metadata.cluster_roles', 'sync_metadata.audit_log']::regclass[]);
  PERFORM sync_metadata.revoke_schema(d.target_schema, p_role)
     FROM sync_metadata.client_deployments d WHERE d.cluster_name = cluster;
  PERFORM sync_metadata.revoke_schema('sync_metadata', p_role);
  EXECUTE format('REVOKE ALL ON DATABASE %I FROM %I', current_database(), p_role);
  DELETE FROM sync_metadata.cluster_roles r WHERE r.role_name = p_role;
  PERFORM sync_metadata.note(cluster, NULL, 'unbind_role', jsonb_build_object('role', p_role));
END $$;

-- The new cluster reads its base again; a run of the old one fails at its checkpoint, and what was
-- asked of the old one and waits is over. The file may have another place where the new nodes are.
DROP FUNCTION IF EXISTS sync_metadata.move_client(text, text);
CREATE OR REPLACE FUNCTION sync_metadata.move_client(
  p_client text, p_cluster text, p_source text DEFAULT NULL) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  client sync_metadata.client_deployments;
BEGIN
  PERFORM sync_metadata.require_administrator('move a client to another cluster');
  client := sync_metadata.client_of_caller(p_client);
  PERFORM sync_metadata.refuse_foreign_triggers(ARRAY['sync_metadata.sync_jobs'::regclass]);
  IF client.cluster_name = p_cluster THEN
    RAISE EXCEPTION 'client % belongs to cluster % already', p_client, p_cluster
      USING ERRCODE = 'duplicate_object';
  ELSIF NOT EXISTS (SELECT FROM sync_metadata.cluster_roles r WHERE r.cluster_name = p_cluster) THEN
    RAISE EXCEPTION 'cluster % has no role, so no node of it could sync client %', p_cluster, p_client
      USING ERRCODE = 'undefined_object',
            HINT = format('Check the name, or make its role with: tributary db role --cluster %s',
                          p_cluster);
  ELSIF EXISTS (SELECT FROM sync_metadata.client_deployments d WHERE d.cluster_name = p_cluster
                   AND d.source_path = coalesce(p_source, client.source_path)) THEN
    RAISE EXCEPTION 'source % is already taken in cluster %', coalesce(p_source, client.source_path),
      p_cluster USING ERRCODE = 'duplicate_object',
                      HINT = 'Say with --source where the new nodes see the file.';
  END IF;
  UPDATE sync_metadata.client_deployments d
     SET cluster_name = p_cluster, host_id = NULL, fingerprint = NULL,
         source_path = coalesce(p_source, d.source_path), next_sync_at = clock_timestamp(),
         state_epoch = gen_random_uuid()
   WHERE d.deployment_id = client.deployment_id;
  UPDATE sync_metadata.sync_jobs j
     SET status = 'cancelled', error_message = 'its client moved to another cluster'
   WHERE j.deployment_id = client.deployment_id AND j.status IN ('pending', 'running');
  PERFORM sync_metadata.revoke_client_access(client);
  PERFORM sync_metadata.grant_client_access(client.target_schema);
  PERFORM sync_metadata.note(c.name, p_client, 'move_client',
            jsonb_build_object('from', client.cluster_name, 'to', p_cluster))
     FROM unnest(ARRAY[client.cluster_name, p_cluster]) AS c (name);
END $$;

-- It refuses everybody else itself, and says so.
GRANT EXECUTE ON FUNCTION sync_metadata.move_client(text, text, text) TO sync_nodes;

INSERT INTO sync_metadata.schema_version (version, title) VALUES (18, 'administration')
  ON CONFLICT (version) DO NOTHING;

RESET ROLE;
