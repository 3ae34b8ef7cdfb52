-- A client and its schema. These functions act with the owner's rights for whoever may ask: so each
-- looks the client up among the caller's own, takes no name of a relation, and writes the audit log.
SET ROLE sync_owner;

-- The caller's client. One answer for an unknown one and for another cluster's.
CREATE OR REPLACE FUNCTION sync_metadata.client_of_caller(p_client text)
RETURNS sync_metadata.client_deployments
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  client sync_metadata.client_deployments;
BEGIN
  PERFORM sync_metadata.refuse_foreign_triggers(ARRAY[
    'sync_metadata.client_deployments', 'sync_metadata.table_plans', 'sync_metadata.state',
    'sync_metadata.audit_log']::regclass[]);
  SELECT d.* INTO client FROM sync_metadata.client_deployments d
   WHERE d.client_name = p_client
     AND (d.cluster_name = sync_metadata.my_cluster() OR sync_metadata.is_administrator())
   FOR KEY SHARE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'client % is not registered in the cluster of role %', p_client, session_user
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN client;
END $$;

CREATE OR REPLACE FUNCTION sync_metadata.require_name(p_name text, p_what text) RETURNS void
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  IF p_name IS NULL OR p_name = '' OR octet_length(p_name) > 63 THEN
    RAISE EXCEPTION '% name of % bytes: PostgreSQL allows 1 to 63', p_what,
      coalesce(octet_length(p_name), 0) USING ERRCODE = 'invalid_name';
  END IF;
END $$;

CREATE OR REPLACE FUNCTION sync_metadata.require_schema_name(p_schema text) RETURNS void
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  PERFORM sync_metadata.require_name(p_schema, 'schema');
  IF p_schema ~ '^pg_' THEN
    RAISE EXCEPTION 'schema name % is reserved: PostgreSQL keeps pg_ for itself', p_schema
      USING ERRCODE = 'reserved_name', HINT = 'Choose another with --schema.';
  END IF;
END $$;

CREATE OR REPLACE FUNCTION sync_metadata.require_client_name(p_client text) RETURNS void
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  IF p_client IS NULL OR p_client !~ '^[a-z0-9][a-z0-9_-]{0,50}$' THEN
    RAISE EXCEPTION 'client name % is not allowed: it must match [a-z0-9][a-z0-9_-]{0,50}',
      left(coalesce(p_client, 'NULL'), 60) USING ERRCODE = 'invalid_name';
  END IF;
END $$;

-- Names who has the client's name, schema or file, unless it is none of the caller's business.
CREATE OR REPLACE FUNCTION sync_metadata.refuse_taken(
  p_cluster text, p_client text, p_schema text, p_source text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  other record;
BEGIN
  SELECT d.client_name, d.cluster_name = p_cluster OR sync_metadata.is_administrator() AS mine,
         CASE WHEN d.client_name = p_client THEN 'name ' || p_client
              WHEN d.target_schema = p_schema THEN 'schema ' || p_schema
              ELSE 'source ' || p_source END AS what,
         d.cluster_name INTO other
    FROM sync_metadata.client_deployments d
   WHERE d.client_name = p_client OR d.target_schema = p_schema
      OR (d.cluster_name = p_cluster AND d.source_path = p_source)
   ORDER BY d.client_name = p_client DESC, d.target_schema = p_schema DESC LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION '% is already taken by %', other.what,
      CASE WHEN other.mine THEN format('client %s of cluster %s', other.client_name,
        other.cluster_name) ELSE 'another cluster' END
      USING ERRCODE = 'duplicate_object';
  ELSIF EXISTS (SELECT FROM pg_namespace n WHERE n.nspname = p_schema) THEN
    RAISE EXCEPTION 'schema % is there already and belongs to no client', p_schema
      USING ERRCODE = 'duplicate_schema',
            HINT = 'Choose another with --schema, or let an administrator rename or drop it.';
  END IF;
END $$;

-- Gives the login roles of the client's cluster what they need in its schema. No DELETE.
CREATE OR REPLACE FUNCTION sync_metadata.grant_client_access(p_schema text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  node record;
BEGIN
  FOR node IN
    SELECT r.role_name, d.deployment_id FROM sync_metadata.client_deployments d
      JOIN sync_metadata.cluster_roles r ON r.cluster_name = d.cluster_name
      JOIN pg_roles g ON g.rolname = r.role_name
     WHERE d.target_schema = p_schema
       AND (d.cluster_name = sync_metadata.my_cluster() OR sync_metadata.is_administrator())
  LOOP
    EXECUTE format('GRANT USAGE ON SCHEMA %I TO %I', p_schema, node.role_name);
    EXECUTE format('GRANT SELECT ON ALL TABLES IN SCHEMA %I TO %I', p_schema, node.role_name);
    EXECUTE format('GRANT UPDATE (status, resolved_at) ON %I._sync_drift TO %I', p_schema,
                   node.role_name);
    PERFORM sync_metadata.grant_table_access(p_schema, p.target_table, node.role_name)
       FROM sync_metadata.table_plans p
      WHERE p.deployment_id = node.deployment_id AND p.load_state <> 'retired';
  END LOOP;
END $$;

CREATE OR REPLACE FUNCTION sync_metadata.grant_table_access(
  p_schema text, p_table text, p_role text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  IF to_regclass(format('%I.%I', p_schema, p_table)) IS NOT NULL THEN
    EXECUTE format('GRANT SELECT, INSERT, UPDATE ON %I.%I TO %I', p_schema, p_table, p_role);
  END IF;
END $$;

-- The archive of deleted rows, and what others changed. record_key is the text of
-- json_build_object('key column', value, ...) in key order, in UTC; NULL for TRUNCATE.
CREATE OR REPLACE FUNCTION sync_metadata.create_client_schema(p_schema text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  PERFORM sync_metadata.make_schema(p_schema);
  EXECUTE format($sql$
    CREATE TABLE %1$I._sync_archive (
      archive_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      table_name text NOT NULL,
      row_image  json NOT NULL,
      deleted_at timestamptz NOT NULL DEFAULT clock_timestamp(),
      job_id     uuid,
      sync_xid   xid8 NOT NULL DEFAULT pg_current_xact_id());
    CREATE INDEX ON %1$I._sync_archive (table_name, deleted_at);
    CREATE TABLE %1$I._sync_drift (
      drift_id    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      table_name  text NOT NULL,
      record_key  json,
      old_image   json,
      op          text NOT NULL CHECK (op IN ('update', 'key_change', 'delete', 'truncate',
                                                   'considered')),
      changed_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
      changed_by  text NOT NULL,
      status      text NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'resolved')),
      resolved_at timestamptz);
    CREATE UNIQUE INDEX _sync_drift_key
      ON %1$I._sync_drift (table_name, md5(coalesce(record_key::text, '')));
    CREATE INDEX _sync_drift_open
      ON %1$I._sync_drift (table_name, md5(coalesce(record_key::text, ''))) WHERE status = 'open'
    $sql$, p_schema);
END $$;

CREATE OR REPLACE FUNCTION sync_metadata.register_client(
  p_cluster text, p_client text, p_schema text, p_source text, p_config jsonb) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  id uuid;
BEGIN
  PERFORM sync_metadata.require_cluster(p_cluster);
  PERFORM sync_metadata.require_schema_name(p_schema);
  PERFORM sync_metadata.require_client_name(p_client);
  PERFORM sync_metadata.refuse_foreign_triggers(ARRAY[
    'sync_metadata.client_deployments', 'sync_metadata.audit_log']::regclass[]);
  PERFORM sync_metadata.refuse_taken(p_cluster, p_client, p_schema, p_source);
  INSERT INTO sync_metadata.client_deployments
    (cluster_name, client_name, source_path, target_schema, config, container_name, fqdn, port,
     sync_interval)
  VALUES (p_cluster, p_client, p_source, p_schema, coalesce(p_config, '{}'),
          p_config ->> 'container_name', p_config ->> 'fqdn', (p_config ->> 'port')::integer,
          coalesce((p_config ->> 'sync_interval')::integer, 300))
  RETURNING deployment_id INTO id;
  PERFORM sync_metadata.create_client_schema(p_schema);
  PERFORM sync_metadata.grant_client_access(p_schema);
  PERFORM sync_metadata.note(p_cluster, p_client, 'register_client',
                             jsonb_build_object('schema', p_schema, 'source', p_source));
  RETURN id;
END $$;

-- Makes the schema of a client again after others dropped it.
CREATE OR REPLACE FUNCTION sync_metadata.ensure_client_schema(p_client text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  client sync_metadata.client_deployments := sync_metadata.client_of_caller(p_client);
BEGIN
  IF EXISTS (SELECT FROM pg_namespace n WHERE n.nspname = client.target_schema) THEN
    RETURN false;
  END IF;
  PERFORM sync_metadata.create_client_schema(client.target_schema);
  PERFORM sync_metadata.grant_client_access(client.target_schema);
  PERFORM sync_metadata.note(client.cluster_name, p_client, 'ensure_client_schema',
                             jsonb_build_object('schema', client.target_schema));
  RETURN true;
END $$;

GRANT EXECUTE ON FUNCTION
  sync_metadata.ensure_client_schema(text),
  sync_metadata.register_client(text, text, text, text, jsonb),
  sync_metadata.grant_client_access(text) TO sync_nodes;

INSERT INTO sync_metadata.schema_version (version, title) VALUES (11, 'client functions')
  ON CONFLICT (version) DO NOTHING;

RESET ROLE;
