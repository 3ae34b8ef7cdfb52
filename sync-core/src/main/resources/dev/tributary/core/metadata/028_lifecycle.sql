-- A client's hold and its confirmation, another name for it, another place of its file.
SET ROLE sync_owner;

-- A hold names the version of the file that it was about; a person confirms that version alone.
ALTER TABLE sync_metadata.client_deployments
  ADD COLUMN IF NOT EXISTS held_version      text,
  ADD COLUMN IF NOT EXISTS held_at           timestamptz,
  ADD COLUMN IF NOT EXISTS confirmed_version text,
  ADD COLUMN IF NOT EXISTS confirmed_at      timestamptz,
  ADD COLUMN IF NOT EXISTS confirmed_by      text;
COMMENT ON COLUMN sync_metadata.client_deployments.held_version IS
  'of the file that a guard stopped at; NULL: there was none, and nothing can be confirmed';

CREATE OR REPLACE FUNCTION sync_metadata.confirm_hold(p_client text) RETURNS timestamptz
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  client sync_metadata.client_deployments := sync_metadata.client_of_caller(p_client);
  at timestamptz := clock_timestamp();
BEGIN
  IF client.hold_reason IS NULL THEN
    RAISE EXCEPTION 'client % is not on hold', p_client USING ERRCODE = 'no_data_found',
      HINT = 'There is nothing to confirm.';
  ELSIF client.held_version IS NULL THEN
    RAISE EXCEPTION 'client % is on hold, and that cannot be confirmed: %', p_client,
      client.hold_reason USING ERRCODE = 'feature_not_supported',
      HINT = 'Mend it; the next run looks again.';
  END IF;
  UPDATE sync_metadata.client_deployments d
     SET confirmed_version = d.held_version, confirmed_at = at,
         confirmed_by = coalesce(nullif(current_setting('tributary.actor', true), ''), session_user),
         next_sync_at = at
   WHERE d.deployment_id = client.deployment_id;
  PERFORM sync_metadata.note(client.cluster_name, p_client, 'confirm_hold',
            jsonb_build_object('reason', client.hold_reason, 'version', client.held_version));
  RETURN at;
END $$;

-- The same file at another place of the same cluster.
CREATE OR REPLACE FUNCTION sync_metadata.relocate_client(p_client text, p_source text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  client sync_metadata.client_deployments := sync_metadata.client_of_caller(p_client);
BEGIN
  IF coalesce(p_source, '') = '' THEN
    RAISE EXCEPTION 'client % needs a source', p_client USING ERRCODE = 'invalid_parameter_value';
  ELSIF EXISTS (SELECT FROM sync_metadata.client_deployments d
                 WHERE d.cluster_name = client.cluster_name AND d.source_path = p_source
                   AND d.deployment_id <> client.deployment_id) THEN
    RAISE EXCEPTION 'source % is already taken by another client of cluster %', p_source,
      client.cluster_name USING ERRCODE = 'duplicate_object';
  END IF;
  UPDATE sync_metadata.client_deployments d
     SET source_path = p_source, state_epoch = gen_random_uuid(), next_sync_at = clock_timestamp()
   WHERE d.deployment_id = client.deployment_id;
  PERFORM sync_metadata.note(client.cluster_name, p_client, 'relocate_client',
            jsonb_build_object('from', client.source_path, 'to', p_source));
END $$;

-- As make_schema: where an administrator could not pass CREATE on, it works with his right.
DROP FUNCTION IF EXISTS sync_metadata.rename_schema(text, text);
RESET ROLE;

CREATE FUNCTION sync_metadata.rename_schema(p_schema text, p_name text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  EXECUTE format('ALTER SCHEMA %I RENAME TO %I', p_schema, p_name);
END $$;

REVOKE ALL ON FUNCTION sync_metadata.rename_schema(text, text) FROM PUBLIC;
DO $$
BEGIN
  IF has_database_privilege('sync_owner', current_database(), 'CREATE') THEN
    ALTER FUNCTION sync_metadata.rename_schema(text, text) OWNER TO sync_owner;
  ELSE
    GRANT EXECUTE ON FUNCTION sync_metadata.rename_schema(text, text) TO sync_owner;
  END IF;
END $$;

SET ROLE sync_owner;

-- Another name, and another schema if one is given. A run under way fails at its checkpoint; what
-- waits to be run follows, and so do conflicts, quarantine and history. What was audited stays.
CREATE OR REPLACE FUNCTION sync_metadata.rename_client(p_client text, p_name text, p_schema text)
RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  client sync_metadata.client_deployments := sync_metadata.client_of_caller(p_client);
  schema text := coalesce(p_schema, client.target_schema);
  other text := nullif(schema, client.target_schema);
BEGIN
  PERFORM sync_metadata.refuse_foreign_triggers(ARRAY['sync_metadata.sync_jobs',
    'sync_metadata.conflict_log', 'sync_metadata.quarantine']::regclass[]);
  PERFORM sync_metadata.require_client_name(p_name);
  PERFORM sync_metadata.require_schema_name(schema);
  PERFORM sync_metadata.refuse_taken(client.cluster_name, p_name, other, NULL);
  UPDATE sync_metadata.client_deployments d
     SET client_name = p_name, target_schema = schema, state_epoch = gen_random_uuid()
   WHERE d.deployment_id = client.deployment_id;
  IF other IS NOT NULL AND to_regnamespace(quote_ident(client.target_schema)) IS NOT NULL THEN
    PERFORM sync_metadata.rename_schema(client.target_schema, other);
  END IF;
  UPDATE sync_metadata.conflict_log c SET client_name = p_name
   WHERE c.deployment_id = client.deployment_id;
  UPDATE sync_metadata.quarantine q SET client_name = p_name
   WHERE q.deployment_id = client.deployment_id;
  UPDATE sync_metadata.sync_jobs j
     SET client_name = p_name,
         request = CASE WHEN j.status IN ('pending', 'running') AND j.request IS NOT NULL
           THEN jsonb_set(j.request::jsonb, '{client_name}', to_jsonb(p_name))::json
           ELSE j.request END
   WHERE j.deployment_id = client.deployment_id;
  PERFORM sync_metadata.note(client.cluster_name, n.name, 'rename_client', jsonb_build_object(
            'from', p_client, 'to', p_name, 'schema', schema))
     FROM unnest(ARRAY[p_client, p_name]) AS n (name);
  RETURN schema;
END $$;

GRANT EXECUTE ON FUNCTION sync_metadata.confirm_hold(text),
  sync_metadata.relocate_client(text, text),
  sync_metadata.rename_client(text, text, text) TO sync_nodes;

INSERT INTO sync_metadata.schema_version (version, title) VALUES (28, 'lifecycle')
  ON CONFLICT (version) DO NOTHING;

RESET ROLE;
