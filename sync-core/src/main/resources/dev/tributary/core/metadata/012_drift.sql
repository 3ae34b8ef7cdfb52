-- What others write into a mirrored table is noticed, with the row as it was. The trigger costs
-- nothing in our own transactions: they set tributary.apply, and its WHEN is false.
SET ROLE sync_owner;

-- record_key and old_image must read the same in every session, hence the settings.
CREATE OR REPLACE FUNCTION sync_metadata.note_drift() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
SET timezone = 'UTC' SET bytea_output = 'hex' SET extra_float_digits = 1
AS $$
DECLARE
  key_of text := (SELECT string_agg(format('%L, ($1).%I', k, k), ', ' ORDER BY n)
                    FROM unnest(TG_ARGV) WITH ORDINALITY AS a (k, n));
  key json;
  new_key json;
  op text := lower(TG_OP);
BEGIN
  IF OLD._sync_hash IS NOT NULL THEN
    PERFORM sync_metadata.refuse_foreign_triggers(
      ARRAY[format('%I._sync_drift', TG_TABLE_SCHEMA)::regclass]);
    EXECUTE format('SELECT json_build_object(%s)', key_of) INTO key USING OLD;
    IF TG_OP = 'UPDATE' THEN
      EXECUTE format('SELECT json_build_object(%s)', key_of) INTO new_key USING NEW;
      IF new_key::text <> key::text THEN
        NEW._sync_hash := NULL;
        op := 'key_change';
      END IF;
    END IF;
    EXECUTE format($sql$
      INSERT INTO %1$I._sync_drift AS d (table_name, record_key, old_image, op, changed_by)
      VALUES ($1, $2, $3, $4, session_user)
      ON CONFLICT (table_name, md5(coalesce(record_key::text, ''))) DO UPDATE
         SET old_image = excluded.old_image, op = excluded.op, changed_at = excluded.changed_at,
             changed_by = excluded.changed_by, status = 'open', resolved_at = NULL
       WHERE d.status = 'resolved' $sql$, TG_TABLE_SCHEMA)
      USING TG_TABLE_NAME, key, to_json(OLD), op;
  END IF;
  RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;

CREATE OR REPLACE FUNCTION sync_metadata.note_truncate() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  PERFORM sync_metadata.refuse_foreign_triggers(
    ARRAY[format('%I._sync_drift', TG_TABLE_SCHEMA)::regclass]);
  EXECUTE format($sql$
    INSERT INTO %1$I._sync_drift AS d (table_name, op, changed_by)
    VALUES ($1, 'truncate', session_user)
    ON CONFLICT (table_name, md5(coalesce(record_key::text, ''))) DO UPDATE
       SET changed_at = excluded.changed_at, changed_by = excluded.changed_by,
           status = 'open', resolved_at = NULL $sql$, TG_TABLE_SCHEMA) USING TG_TABLE_NAME;
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION sync_metadata.create_drift_triggers(
  p_schema text, p_table text, p_key text[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  by_others constant text :=
    $when$ WHEN (pg_catalog.current_setting('tributary.apply', true) IS DISTINCT FROM 'on') $when$;
BEGIN
  EXECUTE format(
    'CREATE OR REPLACE TRIGGER _sync_drift_row BEFORE UPDATE OR DELETE ON %I.%I FOR EACH ROW %s'
    ' EXECUTE FUNCTION sync_metadata.note_drift(%s)', p_schema, p_table, by_others,
    (SELECT string_agg(quote_literal(k), ', ' ORDER BY n)
       FROM unnest(p_key) WITH ORDINALITY AS a (k, n)));
  EXECUTE format(
    'CREATE OR REPLACE TRIGGER _sync_drift_truncate BEFORE TRUNCATE ON %I.%I FOR EACH STATEMENT %s'
    ' EXECUTE FUNCTION sync_metadata.note_truncate()', p_schema, p_table, by_others);
END $$;

-- The text of a value in an image, if the column could hold it; else NULL, for the column may have had
-- another type when the image was kept.
CREATE OR REPLACE FUNCTION sync_metadata.text_of_type(p_text text, p_type text) RETURNS text
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  CASE p_type
    WHEN 'bigint' THEN PERFORM p_text::bigint;
    WHEN 'boolean' THEN PERFORM p_text::boolean;
    WHEN 'double precision' THEN PERFORM p_text::double precision;
    WHEN 'numeric' THEN PERFORM p_text::numeric;
    WHEN 'bytea' THEN PERFORM p_text::bytea;
    WHEN 'json' THEN PERFORM p_text::json;
    WHEN 'jsonb' THEN PERFORM p_text::jsonb;
    WHEN 'timestamptz' THEN PERFORM p_text::timestamptz;
    ELSE RETURN p_text;
  END CASE;
  RETURN p_text;
EXCEPTION WHEN data_exception THEN
  RETURN NULL;
END $$;

GRANT EXECUTE ON FUNCTION sync_metadata.text_of_type(text, text) TO sync_nodes;

-- A backup of sync_metadata alone does not hold them: they belong to the clients' tables. Only where
-- they are missing, since making them waits for those who write.
DO $$
DECLARE
  mirror record;
BEGIN
  FOR mirror IN
    SELECT d.target_schema, p.target_table, p.key_columns
      FROM sync_metadata.table_plans p JOIN sync_metadata.client_deployments d USING (deployment_id)
     WHERE p.load_state = 'ready'
       AND to_regclass(format('%I.%I', d.target_schema, p.target_table)) IS NOT NULL
       AND (SELECT count(*) FROM pg_trigger t
             WHERE t.tgrelid = to_regclass(format('%I.%I', d.target_schema, p.target_table))
               AND t.tgname IN ('_sync_drift_row', '_sync_drift_truncate')) < 2
  LOOP
    PERFORM sync_metadata.create_drift_triggers(
      mirror.target_schema, mirror.target_table, mirror.key_columns);
  END LOOP;
END $$;

INSERT INTO sync_metadata.schema_version (version, title) VALUES (12, 'drift')
  ON CONFLICT (version) DO NOTHING;

RESET ROLE;
