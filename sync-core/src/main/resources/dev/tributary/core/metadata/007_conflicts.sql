-- What waits for a person, and everything to judge it later.
SET ROLE sync_owner;

-- Images are json, never jsonb: a row may hold U+0000 and numbers that jsonb would refuse or change.
CREATE TABLE IF NOT EXISTS sync_metadata.conflict_log (
  log_id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  divergence_id       uuid NOT NULL DEFAULT gen_random_uuid(),
  deployment_id       uuid NOT NULL REFERENCES sync_metadata.client_deployments ON DELETE CASCADE,
  client_name         varchar(100) NOT NULL,
  client_id           text GENERATED ALWAYS AS (client_name::text) STORED,
  table_name          text NOT NULL,
  record_id           text,
  record_key          text NOT NULL,
  conflict_type       varchar(50) NOT NULL
                      CHECK (conflict_type IN ('update_conflict', 'delete_conflict',
                        'constraint_violation', 'type_mismatch', 'custom', 'insert_conflict',
                        'no_base')),
  kind                text GENERATED ALWAYS AS (conflict_type::text) STORED,
  base_data           json,
  source_data         json,
  target_data         json,
  resolution_strategy varchar(50)
                      CHECK (resolution_strategy IN ('newest_wins', 'source_wins', 'target_wins',
                        'merge', 'manual', 'custom')),
  resolved_data       json,
  flags               text[] NOT NULL DEFAULT '{}',
  details             json,
  config_version      text,
  first_detected_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
  detected_at         timestamptz NOT NULL DEFAULT clock_timestamp(),
  decision            varchar(20) CHECK (decision IN ('source', 'target', 'custom')),
  decision_data       json,
  decided_at          timestamptz,
  decided_by          varchar(100),
  resolved_at         timestamptz,
  resolved_by         varchar(100),
  resolution_notes    text,
  open                boolean GENERATED ALWAYS AS (resolved_at IS NULL) STORED,
  term                bigint,
  source_hash         bigint,
  first_job_id        uuid,
  sync_job_id         uuid
);
CREATE UNIQUE INDEX IF NOT EXISTS conflict_log_one_open
  ON sync_metadata.conflict_log (deployment_id, table_name, md5(record_key))
  WHERE resolved_at IS NULL;
CREATE INDEX IF NOT EXISTS conflict_log_decided
  ON sync_metadata.conflict_log (deployment_id) WHERE resolved_at IS NULL AND decision IS NOT NULL;
CREATE INDEX IF NOT EXISTS conflict_log_client_detected
  ON sync_metadata.conflict_log (client_name, detected_at DESC);

COMMENT ON COLUMN sync_metadata.conflict_log.divergence_id IS
  'the same for the entries that followed one another while a row waited';
COMMENT ON COLUMN sync_metadata.conflict_log.sync_job_id IS 'the job that saw it last';
COMMENT ON COLUMN sync_metadata.conflict_log.details IS
  'values compared, raw and normalised; decisions field by field';

CREATE TABLE IF NOT EXISTS sync_metadata.quarantine (
  quarantine_id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  deployment_id uuid NOT NULL REFERENCES sync_metadata.client_deployments ON DELETE CASCADE,
  client_name   varchar(100) NOT NULL,
  table_name    text NOT NULL,
  record_key    text NOT NULL,
  column_name   text,
  reason        text NOT NULL,
  sqlstate      varchar(5),
  row_image     json,
  first_seen_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  last_seen_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
  source_hash   bigint,
  job_id        uuid,
  status        varchar(20) NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'resolved')),
  resolved_at   timestamptz
);
CREATE UNIQUE INDEX IF NOT EXISTS quarantine_one_open
  ON sync_metadata.quarantine (deployment_id, table_name, md5(record_key)) WHERE status = 'open';

CREATE OR REPLACE FUNCTION sync_metadata.update_quarantine_end() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  NEW.resolved_at := coalesce(NEW.resolved_at, clock_timestamp());
  RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER end_quarantine BEFORE UPDATE ON sync_metadata.quarantine
  FOR EACH ROW WHEN (OLD.status = 'open' AND NEW.status = 'resolved')
  EXECUTE FUNCTION sync_metadata.update_quarantine_end();

INSERT INTO sync_metadata.schema_version (version, title) VALUES (7, 'conflicts')
  ON CONFLICT (version) DO NOTHING;

RESET ROLE;
