-- The end of a load: key, indexes, drift triggers. Repeating it is harmless.
SET ROLE sync_owner;

-- While the table had no key, others may have inserted rows that are in its way. They are archived;
-- of two such rows with one key the first stays.
CREATE OR REPLACE FUNCTION sync_metadata.archive_rivals(
  p_schema text, p_table text, p_key text[]) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC'
AS $$
DECLARE
  target text := format('%I.%I', p_schema, p_table);
  foreigners boolean;
  archived bigint;
BEGIN
  EXECUTE format('SELECT EXISTS (SELECT FROM %s WHERE _sync_hash IS NULL)', target) INTO foreigners;
  IF NOT foreigners THEN
    RETURN 0;
  END IF;
  PERFORM sync_metadata.refuse_foreign_triggers(
    ARRAY[format('%I._sync_archive', p_schema)::regclass]);
  EXECUTE format($sql$
    WITH gone AS (
      DELETE FROM %1$s t
       WHERE t._sync_hash IS NULL
         AND (%2$s OR EXISTS (SELECT FROM %1$s o WHERE %3$s AND o.ctid <> t.ctid
                                 AND (o._sync_hash IS NOT NULL OR o.ctid < t.ctid)))
      RETURNING t.*)
    INSERT INTO %4$I._sync_archive (table_name, row_image) SELECT $1, row_to_json(gone.*) FROM gone
    $sql$, target,
    (SELECT string_agg(format('t.%I IS NULL', k), ' OR ') FROM unnest(p_key) AS k),
    (SELECT string_agg(format('o.%1$I = t.%1$I', k), ' AND ') FROM unnest(p_key) AS k),
    p_schema) USING p_table;
  GET DIAGNOSTICS archived = ROW_COUNT;
  RETURN archived;
END $$;

CREATE OR REPLACE FUNCTION sync_metadata.finish_load(
  p_client text, p_source_table text, p_indexes jsonb) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  client sync_metadata.client_deployments := sync_metadata.client_of_caller(p_client);
  plan sync_metadata.table_plans := sync_metadata.plan_in_use(client, p_source_table);
  target text := format('%I.%I', client.target_schema, plan.target_table);
  add_key text := format('ALTER TABLE %s ADD PRIMARY KEY (%s)', target,
    (SELECT string_agg(quote_ident(k), ', ' ORDER BY n)
       FROM unnest(plan.key_columns) WITH ORDINALITY AS a (k, n)));
  archived bigint := 0;
BEGIN
  IF plan.load_state = 'loading' THEN
    EXECUTE format('LOCK TABLE %s IN ACCESS EXCLUSIVE MODE', target);
    -- Most loads have no rivals: adding the key finds out, without a scan of its own.
    BEGIN
      EXECUTE add_key;
    EXCEPTION WHEN unique_violation OR not_null_violation THEN
      archived := sync_metadata.archive_rivals(client.target_schema, plan.target_table,
                                               plan.key_columns);
      EXECUTE add_key;
    END;
    PERFORM sync_metadata.create_drift_triggers(client.target_schema, plan.target_table,
                                                plan.key_columns);
    UPDATE sync_metadata.table_plans p SET load_state = 'ready' WHERE p.plan_id = plan.plan_id;
    PERFORM sync_metadata.note(client.cluster_name, p_client, 'finish_load',
      jsonb_build_object('source_table', p_source_table, 'archived', archived));
  END IF;
  PERFORM sync_metadata.create_indexes(client, plan, p_indexes);
  RETURN archived;
END $$;

CREATE OR REPLACE FUNCTION sync_metadata.ensure_indexes(
  p_client text, p_source_table text, p_indexes jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  client sync_metadata.client_deployments := sync_metadata.client_of_caller(p_client);
  plan sync_metadata.table_plans := sync_metadata.plan_in_use(client, p_source_table);
BEGIN
  PERFORM sync_metadata.create_indexes(client, plan, p_indexes);
END $$;

-- An index is a convenience: one that PostgreSQL would refuse is left out and noted, not an error.
CREATE OR REPLACE FUNCTION sync_metadata.create_indexes(
  p_client sync_metadata.client_deployments, p_plan sync_metadata.table_plans, p_indexes jsonb)
RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  target regclass := format('%I.%I', p_client.target_schema, p_plan.target_table)::regclass;
  wanted text[];
  reason text;
BEGIN
  FOR wanted IN SELECT ARRAY(SELECT jsonb_array_elements_text(i))
                  FROM jsonb_array_elements(coalesce(p_indexes, '[]')) AS i LOOP
    CONTINUE WHEN sync_metadata.index_exists(target, wanted);
    reason := sync_metadata.index_obstacle(target, wanted);
    IF reason IS NULL THEN
      EXECUTE format('CREATE INDEX ON %s (%s)', target,
        (SELECT string_agg(quote_ident(c), ', ' ORDER BY n)
           FROM unnest(wanted) WITH ORDINALITY AS a (c, n)));
    ELSE
      RAISE NOTICE 'index on % (%) is left out: %', target, array_to_string(wanted, ', '), reason;
      PERFORM sync_metadata.note(p_client.cluster_name, p_client.client_name, 'index_left_out',
        jsonb_build_object('table', p_plan.target_table, 'columns', wanted, 'reason', reason));
    END IF;
  END LOOP;
END $$;

CREATE OR REPLACE FUNCTION sync_metadata.index_exists(p_table regclass, p_columns text[])
RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT EXISTS (
    SELECT FROM pg_index x
     WHERE x.indrelid = p_table AND x.indpred IS NULL AND x.indexprs IS NULL
       AND p_columns = ARRAY(
         SELECT a.attname::text FROM unnest(x.indkey::smallint[]) WITH ORDINALITY AS k (attnum, n)
           JOIN pg_attribute a ON a.attrelid = p_table AND a.attnum = k.attnum ORDER BY k.n))
$$;

-- A plain index that the source has no more, or that would refuse a longer value of the source.
CREATE OR REPLACE FUNCTION sync_metadata.drop_index(
  p_client text, p_source_table text, p_columns jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  client sync_metadata.client_deployments := sync_metadata.client_of_caller(p_client);
  plan sync_metadata.table_plans := sync_metadata.plan_in_use(client, p_source_table);
  target regclass := format('%I.%I', client.target_schema, plan.target_table)::regclass;
  unwanted text[] := ARRAY(SELECT jsonb_array_elements_text(p_columns));
  one regclass;
BEGIN
  FOR one IN
    SELECT x.indexrelid FROM pg_index x
     WHERE x.indrelid = target AND NOT x.indisunique AND x.indpred IS NULL AND x.indexprs IS NULL
       AND unwanted = ARRAY(
         SELECT a.attname::text FROM unnest(x.indkey::smallint[]) WITH ORDINALITY AS k (attnum, n)
           JOIN pg_attribute a ON a.attrelid = target AND a.attnum = k.attnum ORDER BY k.n) LOOP
    EXECUTE format('DROP INDEX %s', one);
    PERFORM sync_metadata.note(client.cluster_name, p_client, 'drop_index',
      jsonb_build_object('table', plan.target_table, 'columns', unwanted));
  END LOOP;
END $$;

-- Why PostgreSQL would refuse, now or at a later row; NULL when nothing speaks against the index.
CREATE OR REPLACE FUNCTION sync_metadata.index_obstacle(p_table regclass, p_columns text[])
RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  one text;
  type_id oid;
  widest bigint;
  sum_of_widths bigint := 0;
BEGIN
  IF cardinality(p_columns) NOT BETWEEN 1 AND current_setting('max_index_keys')::integer THEN
    RETURN format('%s columns', cardinality(p_columns));
  END IF;
  FOREACH one IN ARRAY p_columns LOOP
    SELECT a.atttypid INTO type_id FROM pg_attribute a
     WHERE a.attrelid = p_table AND a.attname = one AND a.attnum > 0 AND NOT a.attisdropped;
    IF NOT FOUND THEN
      RETURN format('no column %s', one);
    ELSIF type_id IN ('json'::regtype, 'jsonb'::regtype) THEN
      RETURN format('column %s is %s', one, type_id::regtype);
    ELSIF type_id IN ('text'::regtype, 'bytea'::regtype) THEN
      EXECUTE format('SELECT coalesce(max(octet_length(%I)), 0) FROM %s', one, p_table) INTO widest;
      sum_of_widths := sum_of_widths + widest;
    END IF;
  END LOOP;
  RETURN CASE WHEN sum_of_widths > 2000 THEN format('values of %s bytes', sum_of_widths) END;
END $$;

GRANT EXECUTE ON FUNCTION
  sync_metadata.finish_load(text, text, jsonb),
  sync_metadata.ensure_indexes(text, text, jsonb),
  sync_metadata.drop_index(text, text, jsonb) TO sync_nodes;

INSERT INTO sync_metadata.schema_version (version, title) VALUES (15, 'finish load')
  ON CONFLICT (version) DO NOTHING;

RESET ROLE;
