-- Mirrored tables. The role has no DDL; it describes what it wants, and the names of tables that are
-- there already come from table_plans alone.
SET ROLE sync_owner;

-- The plan in use, loading or ready, locked against other runs.
CREATE OR REPLACE FUNCTION sync_metadata.plan_of(
  p_client sync_metadata.client_deployments, p_source_table text)
RETURNS sync_metadata.table_plans
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  plan sync_metadata.table_plans;
  target regclass;
BEGIN
  SELECT p.* INTO plan FROM sync_metadata.table_plans p
   WHERE p.deployment_id = p_client.deployment_id AND p.source_table = p_source_table
     AND p.load_state <> 'retired'
   FOR NO KEY UPDATE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'client % has no mirrored table for source table %', p_client.client_name,
      left(p_source_table, 100) USING ERRCODE = 'undefined_table';
  END IF;
  target := to_regclass(format('%I.%I', p_client.target_schema, plan.target_table));
  IF target IS NOT NULL THEN
    PERFORM sync_metadata.refuse_foreign_triggers(ARRAY[target]);
  END IF;
  RETURN plan;
END $$;

CREATE OR REPLACE FUNCTION sync_metadata.plan_in_use(
  p_client sync_metadata.client_deployments, p_source_table text)
RETURNS sync_metadata.table_plans
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  plan sync_metadata.table_plans := sync_metadata.plan_of(p_client, p_source_table);
BEGIN
  IF to_regclass(format('%I.%I', p_client.target_schema, plan.target_table)) IS NULL THEN
    RAISE EXCEPTION 'table %.% is gone; somebody dropped or renamed it', p_client.target_schema,
      plan.target_table USING ERRCODE = 'undefined_table',
      HINT = 'Load it anew with: tributary sync --full';
  END IF;
  RETURN plan;
END $$;

-- "name" type, both checked. Types are taken from this list and from nowhere else.
CREATE OR REPLACE FUNCTION sync_metadata.column_definition(p_column jsonb) RETURNS text
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  column_name text := p_column ->> 'name';
  type_name text := p_column ->> 'type';
BEGIN
  PERFORM sync_metadata.require_name(column_name, 'column');
  IF column_name IN ('_sync_hash', '_sync_xid', '_sync_extra', '_sync_key')
     OR column_name LIKE '\_sync\_retired\_%' THEN
    RAISE EXCEPTION 'column name % is reserved', column_name USING ERRCODE = 'reserved_name';
  ELSIF type_name IS NULL OR type_name NOT IN ('bigint', 'boolean', 'double precision', 'numeric',
        'text', 'bytea', 'json', 'jsonb', 'timestamptz') THEN
    RAISE EXCEPTION 'type % of column % is not one of bigint, boolean, double precision, numeric,'
      ' text, bytea, json, jsonb, timestamptz', left(coalesce(type_name, 'NULL'), 60), column_name
      USING ERRCODE = 'feature_not_supported';
  END IF;
  RETURN format('%I %s', column_name, type_name);
END $$;

CREATE OR REPLACE FUNCTION sync_metadata.begin_load(
  p_client text, p_source_table text, p_target_table text, p_columns jsonb, p_key jsonb,
  p_plan jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  client sync_metadata.client_deployments := sync_metadata.client_of_caller(p_client);
  plan sync_metadata.table_plans;
BEGIN
  SELECT p.* INTO plan FROM sync_metadata.table_plans p
   WHERE p.deployment_id = client.deployment_id AND p.source_table = p_source_table
     AND p.load_state <> 'retired' FOR NO KEY UPDATE;
  IF FOUND THEN
    IF plan.load_state = 'loading' AND plan.plan::jsonb = p_plan
       AND plan.target_table = p_target_table THEN
      RETURN;
    END IF;
    RAISE EXCEPTION 'source table % of client % is % with another plan', p_source_table, p_client,
      plan.load_state USING ERRCODE = 'duplicate_table', HINT = 'Retire the table first.';
  END IF;
  PERFORM sync_metadata.create_target(client.target_schema, p_target_table, p_columns, p_key);
  INSERT INTO sync_metadata.table_plans
    (deployment_id, source_table, target_table, key_columns, load_state, plan)
  VALUES (client.deployment_id, p_source_table, p_target_table,
          ARRAY(SELECT jsonb_array_elements_text(p_key)), 'loading', p_plan);
  PERFORM sync_metadata.grant_table_access(client.target_schema, p_target_table, r.role_name)
     FROM sync_metadata.cluster_roles r JOIN pg_roles g ON g.rolname = r.role_name
    WHERE r.cluster_name = client.cluster_name;
  PERFORM sync_metadata.note(client.cluster_name, p_client, 'begin_load',
    jsonb_build_object('source_table', p_source_table, 'target_table', p_target_table));
END $$;

-- No key, no index, no trigger yet: the load is fastest so. The key's columns are NOT NULL from the
-- start: checked row by row that costs nothing, checked by the key it is a scan. _sync_xid has no
-- default, else a row that somebody else inserted would look like ours.
CREATE OR REPLACE FUNCTION sync_metadata.create_target(
  p_schema text, p_table text, p_columns jsonb, p_key jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  hashed boolean := p_key = '["_sync_key"]'::jsonb;
  missing text;
  in_the_way regclass;
BEGIN
  PERFORM sync_metadata.require_name(p_table, 'table');
  IF p_table LIKE '\_sync\_%' THEN
    RAISE EXCEPTION 'table name % is reserved', p_table USING ERRCODE = 'reserved_name';
  ELSIF jsonb_typeof(p_columns) IS DISTINCT FROM 'array' OR jsonb_array_length(p_columns) = 0
        OR jsonb_typeof(p_key) IS DISTINCT FROM 'array' OR jsonb_array_length(p_key) = 0 THEN
    RAISE EXCEPTION 'table % needs columns and a key', p_table USING ERRCODE = 'invalid_table_definition';
  END IF;
  SELECT k INTO missing FROM jsonb_array_elements_text(p_key) AS k
   WHERE NOT hashed AND NOT EXISTS (
     SELECT FROM jsonb_array_elements(p_columns) AS c
      WHERE c ->> 'name' = k AND c ->> 'type' NOT IN ('json', 'jsonb')) LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'key column % of table % is missing, or its type cannot be a key', missing, p_table
      USING ERRCODE = 'undefined_column';
  END IF;
  -- PostgreSQL named an index of ours as the source now names a table.
  SELECT i.oid INTO in_the_way FROM pg_class i JOIN pg_namespace n ON n.oid = i.relnamespace
   WHERE n.nspname = p_schema AND i.relname = p_table AND i.relkind = 'i';
  IF FOUND THEN
    EXECUTE format('ALTER INDEX %s RENAME TO %I', in_the_way, '_sync_index_' || in_the_way::oid);
  END IF;
  EXECUTE format('CREATE TABLE %I.%I (%s, _sync_hash bigint, _sync_xid xid8, _sync_extra jsonb%s)',
    p_schema, p_table,
    (SELECT string_agg(sync_metadata.column_definition(c)
                       || CASE WHEN p_key ? (c ->> 'name') THEN ' NOT NULL' ELSE '' END,
                       ', ' ORDER BY n)
       FROM jsonb_array_elements(p_columns) WITH ORDINALITY AS a (c, n)),
    CASE WHEN hashed THEN ', _sync_key uuid NOT NULL' ELSE '' END);
END $$;

CREATE OR REPLACE FUNCTION sync_metadata.set_plan(
  p_client text, p_source_table text, p_plan jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  client sync_metadata.client_deployments := sync_metadata.client_of_caller(p_client);
  plan sync_metadata.table_plans := sync_metadata.plan_in_use(client, p_source_table);
BEGIN
  UPDATE sync_metadata.table_plans p SET plan = p_plan WHERE p.plan_id = plan.plan_id;
  PERFORM sync_metadata.note(client.cluster_name, p_client, 'set_plan',
    jsonb_build_object('source_table', p_source_table));
END $$;

GRANT EXECUTE ON FUNCTION
  sync_metadata.begin_load(text, text, text, jsonb, jsonb, jsonb),
  sync_metadata.set_plan(text, text, jsonb) TO sync_nodes;

INSERT INTO sync_metadata.schema_version (version, title) VALUES (13, 'tables')
  ON CONFLICT (version) DO NOTHING;

RESET ROLE;
