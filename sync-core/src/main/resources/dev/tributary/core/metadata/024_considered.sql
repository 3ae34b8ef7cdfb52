-- What the source says of a row that others keep as it is.
SET ROLE sync_owner;

-- The source's row has been considered, and the mirror keeps another one, or none: from now on that
-- is the base, so that the same difference is no conflict again. Rows as json texts, keys as the
-- drift trigger writes them. Who changed the mirror, when and how, stays as it was noted.
CREATE OR REPLACE FUNCTION sync_metadata.consider_source(
  p_client text, p_source_table text, p_keys text[], p_images text[]) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  client sync_metadata.client_deployments := sync_metadata.client_of_caller(p_client);
  plan sync_metadata.table_plans := sync_metadata.plan_in_use(client, p_source_table);
  considered bigint;
BEGIN
  PERFORM sync_metadata.refuse_foreign_triggers(
    ARRAY[format('%I._sync_drift', client.target_schema)::regclass]);
  EXECUTE format($sql$
    INSERT INTO %1$I._sync_drift AS d (table_name, record_key, old_image, op, changed_by)
    SELECT $1, u.k::json, u.i::json, 'considered', session_user FROM unnest($2, $3) AS u (k, i)
    ON CONFLICT (table_name, md5(coalesce(record_key::text, ''))) DO UPDATE
       SET old_image = excluded.old_image, status = 'open', resolved_at = NULL,
           op = CASE d.status WHEN 'open' THEN d.op ELSE excluded.op END,
           changed_at = CASE d.status WHEN 'open' THEN d.changed_at ELSE excluded.changed_at END,
           changed_by = CASE d.status WHEN 'open' THEN d.changed_by ELSE excluded.changed_by END
    $sql$, client.target_schema) USING plan.target_table, p_keys, p_images;
  GET DIAGNOSTICS considered = ROW_COUNT;
  RETURN considered;
END $$;

GRANT EXECUTE ON FUNCTION sync_metadata.consider_source(text, text, text[], text[]) TO sync_nodes;

INSERT INTO sync_metadata.schema_version (version, title) VALUES (24, 'considered')
  ON CONFLICT (version) DO NOTHING;

RESET ROLE;
