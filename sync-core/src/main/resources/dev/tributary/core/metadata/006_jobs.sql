-- Jobs and their progress. A job is a run that a node did or does, or one that somebody asked for:
-- then it waits (pending) with its request until the leader takes it, and carries the result back.
SET ROLE sync_owner;

CREATE TABLE IF NOT EXISTS sync_metadata.sync_jobs (
  job_id             uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  sync_id            text NOT NULL UNIQUE,
  deployment_id      uuid REFERENCES sync_metadata.client_deployments ON DELETE CASCADE,
  cluster_name       varchar(100),
  client_name        varchar(100) NOT NULL,
  requested_at       timestamptz NOT NULL DEFAULT clock_timestamp(),
  started_at         timestamptz NOT NULL DEFAULT clock_timestamp(),
  completed_at       timestamptz,
  status             varchar(20) NOT NULL DEFAULT 'running'
                     CHECK (status IN ('pending', 'running', 'success', 'partial', 'failed',
                       'cancelled')),
  tables_synced      integer NOT NULL DEFAULT 0,
  tables_total       integer,
  rows_synced        bigint NOT NULL DEFAULT 0,
  rows_failed        bigint NOT NULL DEFAULT 0,
  duration_seconds   numeric(12, 3),
  bytes_transferred  bigint,
  error_message      text,
  error_details      jsonb,
  conflicts_detected bigint NOT NULL DEFAULT 0,
  conflicts_resolved bigint NOT NULL DEFAULT 0,
  triggered_by       varchar(100),
  sync_type          varchar(20) NOT NULL DEFAULT 'incremental',
  term               bigint,
  host               text,
  request            json,
  result             json,
  attempts           integer NOT NULL DEFAULT 0,
  metadata           jsonb NOT NULL DEFAULT '{}',
  CHECK (deployment_id IS NOT NULL OR cluster_name IS NOT NULL)
);
COMMENT ON COLUMN sync_metadata.sync_jobs.cluster_name IS
  'of a job whose client is not registered yet; its run registers it';
CREATE INDEX IF NOT EXISTS sync_jobs_client_started
  ON sync_metadata.sync_jobs (deployment_id, started_at DESC);
CREATE INDEX IF NOT EXISTS sync_jobs_running
  ON sync_metadata.sync_jobs (deployment_id) WHERE status = 'running';
CREATE INDEX IF NOT EXISTS sync_jobs_pending
  ON sync_metadata.sync_jobs (requested_at) WHERE status = 'pending';

-- sync_20261122_101500, and with microseconds behind it where another job of any cluster has that
-- second. Definer, since a role sees only the jobs of its own cluster; the lock makes the next one
-- wait for the commit of this.
CREATE OR REPLACE FUNCTION sync_metadata.name_job() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  at timestamp := clock_timestamp() AT TIME ZONE 'UTC';
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('sync_metadata.sync_jobs.sync_id', 0));
  NEW.sync_id := coalesce(NEW.sync_id, to_char(at, '"sync_"YYYYMMDD_HH24MISS'));
  WHILE EXISTS (SELECT FROM sync_metadata.sync_jobs j WHERE j.sync_id = NEW.sync_id) LOOP
    NEW.sync_id := to_char(at, '"sync_"YYYYMMDD_HH24MISS_US');
    at := at + interval '1 microsecond';
  END LOOP;
  RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER name_job BEFORE INSERT ON sync_metadata.sync_jobs
  FOR EACH ROW EXECUTE FUNCTION sync_metadata.name_job();

CREATE OR REPLACE FUNCTION sync_metadata.update_job_completion() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  NEW.completed_at := coalesce(NEW.completed_at, clock_timestamp());
  NEW.duration_seconds :=
    coalesce(NEW.duration_seconds, extract(epoch FROM NEW.completed_at - NEW.started_at));
  RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER complete_job BEFORE UPDATE ON sync_metadata.sync_jobs
  FOR EACH ROW WHEN (OLD.status IN ('pending', 'running')
                     AND NEW.status NOT IN ('pending', 'running'))
  EXECUTE FUNCTION sync_metadata.update_job_completion();

CREATE TABLE IF NOT EXISTS sync_metadata.sync_progress (
  progress_id    uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  job_id         uuid NOT NULL REFERENCES sync_metadata.sync_jobs ON DELETE CASCADE,
  table_name     text NOT NULL,
  rows_total     bigint,
  rows_processed bigint NOT NULL DEFAULT 0,
  rows_failed    bigint NOT NULL DEFAULT 0,
  bytes_processed bigint NOT NULL DEFAULT 0,
  started_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
  updated_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
  completed_at   timestamptz,
  status         varchar(20) NOT NULL DEFAULT 'running'
                 CHECK (status IN ('running', 'success', 'failed')),
  error_message  text,
  UNIQUE (job_id, table_name)
);

CREATE OR REPLACE TRIGGER touch BEFORE UPDATE ON sync_metadata.sync_progress
  FOR EACH ROW EXECUTE FUNCTION sync_metadata.update_updated_at_column();

INSERT INTO sync_metadata.schema_version (version, title) VALUES (6, 'jobs')
  ON CONFLICT (version) DO NOTHING;

RESET ROLE;
