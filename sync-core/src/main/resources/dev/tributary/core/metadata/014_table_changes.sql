-- The source's schema changed. Nothing is dropped: what left is renamed and kept.
SET ROLE sync_owner;

CREATE OR REPLACE FUNCTION sync_metadata.column_of(p_schema text, p_table text, p_column text)
RETURNS pg_attribute
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT a FROM pg_attribute a
   WHERE a.attrelid = to_regclass(format('%I.%I', p_schema, p_table))
     AND a.attname = p_column AND a.attnum > 0 AND NOT a.attisdropped
$$;

-- A column that is there already with this type is left alone, so that a repeated run is harmless.
CREATE OR REPLACE FUNCTION sync_metadata.add_column(
  p_client text, p_source_table text, p_column jsonb, p_plan jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  client sync_metadata.client_deployments := sync_metadata.client_of_caller(p_client);
  plan sync_metadata.table_plans := sync_metadata.plan_in_use(client, p_source_table);
  definition text := sync_metadata.column_definition(p_column);
  there pg_attribute :=
    sync_metadata.column_of(client.target_schema, plan.target_table, p_column ->> 'name');
BEGIN
  IF there.attname IS NULL THEN
    EXECUTE format('ALTER TABLE %I.%I ADD COLUMN %s', client.target_schema, plan.target_table,
                   definition);
  ELSIF there.atttypid <> (p_column ->> 'type')::regtype THEN
    RAISE EXCEPTION 'table %.% has a column % of type % already', client.target_schema,
      plan.target_table, there.attname, format_type(there.atttypid, NULL)
      USING ERRCODE = 'duplicate_column', HINT = 'Retire the column first.';
  END IF;
  UPDATE sync_metadata.table_plans p SET plan = p_plan WHERE p.plan_id = plan.plan_id;
  PERFORM sync_metadata.note(client.cluster_name, p_client, 'add_column',
    jsonb_build_object('source_table', p_source_table, 'column', p_column));
END $$;

-- _sync_retired_<n>_<name>, cut between characters to 63 bytes.
CREATE OR REPLACE FUNCTION sync_metadata.retired_name(p_number integer, p_name text) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp
AS $$ SELECT format('_sync_retired_%s_%s', p_number, p_name)::name::text $$;

CREATE OR REPLACE FUNCTION sync_metadata.retire_column(
  p_client text, p_source_table text, p_target_column text, p_plan jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  client sync_metadata.client_deployments := sync_metadata.client_of_caller(p_client);
  plan sync_metadata.table_plans := sync_metadata.plan_in_use(client, p_source_table);
  target text := format('%I.%I', client.target_schema, plan.target_table);
  n integer := 1;
BEGIN
  IF p_target_column = ANY (plan.key_columns) OR p_target_column LIKE '\_sync\_%' THEN
    RAISE EXCEPTION 'column % of % is part of the key or our own', p_target_column, target
      USING ERRCODE = 'invalid_column_reference', HINT = 'Retire the table and load it again.';
  END IF;
  WHILE (sync_metadata.column_of(client.target_schema, plan.target_table,
           sync_metadata.retired_name(n, p_target_column))).attname IS NOT NULL LOOP
    n := n + 1;
  END LOOP;
  EXECUTE format('ALTER TABLE %s ALTER COLUMN %I DROP NOT NULL', target, p_target_column);
  EXECUTE format('ALTER TABLE %s RENAME COLUMN %I TO %I', target, p_target_column,
                 sync_metadata.retired_name(n, p_target_column));
  UPDATE sync_metadata.table_plans p SET plan = p_plan WHERE p.plan_id = plan.plan_id;
  PERFORM sync_metadata.note(client.cluster_name, p_client, 'retire_column',
    jsonb_build_object('source_table', p_source_table, 'column', p_target_column,
                       'kept_as', sync_metadata.retired_name(n, p_target_column)));
END $$;

-- A table that others dropped leaves nothing to rename; its plan is retired all the same.
CREATE OR REPLACE FUNCTION sync_metadata.retire_table(p_client text, p_source_table text)
RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  client sync_metadata.client_deployments := sync_metadata.client_of_caller(p_client);
  plan sync_metadata.table_plans := sync_metadata.plan_of(client, p_source_table);
  n integer := 1;
  kept_as text;
BEGIN
  LOOP
    kept_as := sync_metadata.retired_name(n, plan.target_table);
    EXIT WHEN to_regclass(format('%I.%I', client.target_schema, kept_as)) IS NULL
      AND NOT EXISTS (SELECT FROM sync_metadata.table_plans p
                       WHERE p.deployment_id = plan.deployment_id AND p.target_table = kept_as);
    n := n + 1;
  END LOOP;
  IF to_regclass(format('%I.%I', client.target_schema, plan.target_table)) IS NOT NULL THEN
    PERFORM sync_metadata.close_table(client, plan);
    EXECUTE format('ALTER TABLE %I.%I RENAME TO %I', client.target_schema, plan.target_table,
                   kept_as);
  END IF;
  UPDATE sync_metadata.table_plans p SET target_table = kept_as, load_state = 'retired'
   WHERE p.plan_id = plan.plan_id;
  PERFORM sync_metadata.note(client.cluster_name, p_client, 'retire_table',
    jsonb_build_object('source_table', p_source_table, 'target_table', plan.target_table,
                       'kept_as', kept_as));
END $$;

-- Nobody of the cluster writes to it any more; changes of others are nobody's concern.
CREATE OR REPLACE FUNCTION sync_metadata.close_table(
  p_client sync_metadata.client_deployments, p_plan sync_metadata.table_plans) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  target regclass := format('%I.%I', p_client.target_schema, p_plan.target_table)::regclass;
  each_one record;
BEGIN
  FOR each_one IN SELECT g.tgname FROM pg_trigger g WHERE g.tgrelid = target AND NOT g.tgisinternal
                  AND g.tgname IN ('_sync_drift_row', '_sync_drift_truncate') LOOP
    EXECUTE format('DROP TRIGGER %I ON %s', each_one.tgname, target);
  END LOOP;
  FOR each_one IN SELECT r.role_name FROM sync_metadata.cluster_roles r
                 JOIN pg_roles g ON g.rolname = r.role_name
                WHERE r.cluster_name = p_client.cluster_name LOOP
    EXECUTE format('REVOKE INSERT, UPDATE ON %s FROM %I', target, each_one.role_name);
  END LOOP;
END $$;

GRANT EXECUTE ON FUNCTION
  sync_metadata.add_column(text, text, jsonb, jsonb),
  sync_metadata.retire_column(text, text, text, jsonb),
  sync_metadata.retire_table(text, text) TO sync_nodes;

INSERT INTO sync_metadata.schema_version (version, title) VALUES (14, 'table changes')
  ON CONFLICT (version) DO NOTHING;

RESET ROLE;
