-- A delete keeps the row: the role itself has no DELETE.
SET ROLE sync_owner;

-- The caller has locked the rows in this transaction, so their places (ctid) stand. Only rows that
-- we wrote; others' rows are never removed unseen. Returns how many: fewer than asked is the
-- caller's to judge.
CREATE OR REPLACE FUNCTION sync_metadata.archive_rows(
  p_client text, p_source_table text, p_rows tid[], p_job uuid) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
SET timezone = 'UTC' SET enable_seqscan = off
AS $$
DECLARE
  client sync_metadata.client_deployments := sync_metadata.client_of_caller(p_client);
  plan sync_metadata.table_plans := sync_metadata.plan_in_use(client, p_source_table);
  archived bigint;
BEGIN
  PERFORM sync_metadata.refuse_foreign_triggers(
    ARRAY[format('%I._sync_archive', client.target_schema)::regclass]);
  EXECUTE format($sql$
    WITH gone AS (
      DELETE FROM %1$I.%2$I t WHERE t.ctid = ANY ($1) AND t._sync_hash IS NOT NULL RETURNING t.*)
    INSERT INTO %1$I._sync_archive (table_name, row_image, job_id)
    SELECT $2, row_to_json(gone.*), $3 FROM gone $sql$, client.target_schema, plan.target_table)
    USING p_rows, plan.target_table, p_job;
  GET DIAGNOSTICS archived = ROW_COUNT;
  RETURN archived;
END $$;

GRANT EXECUTE ON FUNCTION sync_metadata.archive_rows(text, text, tid[], uuid) TO sync_nodes;

INSERT INTO sync_metadata.schema_version (version, title) VALUES (16, 'archive')
  ON CONFLICT (version) DO NOTHING;

RESET ROLE;
