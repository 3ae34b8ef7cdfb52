-- Clients, the plans of their tables, the declarations of their files.
SET ROLE sync_owner;

-- A client belongs to a cluster, not to the node that happened to register it.
CREATE TABLE IF NOT EXISTS sync_metadata.client_deployments (
  deployment_id     uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  host_id           uuid REFERENCES sync_metadata.hosts ON DELETE SET NULL,
  cluster_name      varchar(100) NOT NULL,
  client_name       varchar(100) NOT NULL UNIQUE
                    CHECK (client_name ~ '^[a-z0-9][a-z0-9_-]{0,50}$'),
  container_name    varchar(255),
  fqdn              varchar(255),
  port              integer CHECK (port BETWEEN 1 AND 65535),
  database_type     varchar(20) NOT NULL DEFAULT 'sqlite'
                    CHECK (database_type IN ('sqlite', 'postgresql')),
  source_path       text NOT NULL,
  target_schema     varchar(63) NOT NULL UNIQUE
                    CHECK (target_schema !~ '^pg_' AND target_schema NOT IN
                           ('sync_metadata', 'information_schema', 'public', '')),
  sync_enabled      boolean NOT NULL DEFAULT false,
  sync_interval     integer NOT NULL DEFAULT 300 CHECK (sync_interval > 0),
  next_sync_at      timestamptz,
  last_sync_at      timestamptz,
  last_scan_at      timestamptz,
  last_sync_status  varchar(20) CHECK (last_sync_status IN ('success', 'failed', 'running',
                      'pending', 'partial', 'unchanged', 'on_hold', 'stopped', 'cancelled')),
  last_error        text,
  status            varchar(20) NOT NULL DEFAULT 'active'
                    CHECK (status IN ('active', 'paused', 'migrating', 'stopped', 'on_hold')),
  hold_reason       text,
  fingerprint       text,
  schema_epoch      text,
  state_epoch       uuid NOT NULL DEFAULT gen_random_uuid(),
  hash_seed         bigint NOT NULL
                    DEFAULT ('x' || substr(replace(gen_random_uuid()::text, '-', ''), 17))::bit(64)::bigint,
  system_identifier text,
  timeline          integer,
  config            jsonb NOT NULL DEFAULT '{}',
  state_version     bigint NOT NULL DEFAULT 1,
  state_xid         xid8 NOT NULL DEFAULT pg_current_xact_id(),
  state_at          timestamptz NOT NULL DEFAULT clock_timestamp(),
  state_writer      text NOT NULL DEFAULT session_user,
  created_at        timestamptz NOT NULL DEFAULT now(),
  updated_at        timestamptz NOT NULL DEFAULT now(),
  UNIQUE (cluster_name, source_path)
);
CREATE INDEX IF NOT EXISTS client_deployments_host ON sync_metadata.client_deployments (host_id);
-- Each run moves the schedule of its client, so nothing that it changes may be indexed, and there is
-- room on the page. Who is due is found by reading the few pages there are.
DROP INDEX IF EXISTS sync_metadata.client_deployments_due;
ALTER TABLE sync_metadata.client_deployments SET (fillfactor = 50);

COMMENT ON COLUMN sync_metadata.client_deployments.last_sync_at IS
  'when the mirror was last known to hold what the file holds: read, or seen to be unchanged';
COMMENT ON COLUMN sync_metadata.client_deployments.last_scan_at IS
  'when the whole file was last read';

CREATE OR REPLACE TRIGGER touch BEFORE UPDATE ON sync_metadata.client_deployments
  FOR EACH ROW EXECUTE FUNCTION sync_metadata.update_updated_at_column();

-- Whoever changes a schedule, also by hand, need not know when the next sync follows from it.
CREATE OR REPLACE FUNCTION sync_metadata.reschedule_client() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  IF NEW.next_sync_at IS NOT DISTINCT FROM OLD.next_sync_at THEN
    NEW.next_sync_at :=
      CASE WHEN (NEW.sync_enabled, NEW.status) IS DISTINCT FROM (OLD.sync_enabled, OLD.status)
             THEN clock_timestamp()
           ELSE coalesce(NEW.last_sync_at, clock_timestamp())
                + NEW.sync_interval * interval '1 second' END;
  END IF;
  RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER reschedule BEFORE UPDATE OF sync_interval, sync_enabled, status
  ON sync_metadata.client_deployments FOR EACH ROW
  WHEN ((NEW.sync_interval, NEW.sync_enabled, NEW.status = 'paused') IS DISTINCT FROM
        (OLD.sync_interval, OLD.sync_enabled, OLD.status = 'paused'))
  EXECUTE FUNCTION sync_metadata.reschedule_client();

-- Definer functions act on the schema that stands here, so nobody else may change it.
CREATE OR REPLACE FUNCTION sync_metadata.keep_client_identity() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  IF (NEW.deployment_id, NEW.client_name, NEW.cluster_name, NEW.target_schema, NEW.hash_seed)
     IS DISTINCT FROM
     (OLD.deployment_id, OLD.client_name, OLD.cluster_name, OLD.target_schema, OLD.hash_seed)
     AND NOT pg_has_role(current_user, 'sync_owner', 'MEMBER') THEN
    RAISE EXCEPTION 'role % may not change name, cluster, schema or hash seed of client %',
      current_user, OLD.client_name USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER keep_identity BEFORE UPDATE ON sync_metadata.client_deployments
  FOR EACH ROW EXECUTE FUNCTION sync_metadata.keep_client_identity();

-- One plan per source table is loading or ready; retired ones tell where old data went.
CREATE TABLE IF NOT EXISTS sync_metadata.table_plans (
  plan_id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  deployment_id uuid NOT NULL REFERENCES sync_metadata.client_deployments ON DELETE CASCADE,
  source_table  text NOT NULL,
  target_table  text NOT NULL,
  key_columns   text[] NOT NULL,
  load_state    varchar(20) NOT NULL CHECK (load_state IN ('loading', 'ready', 'retired')),
  plan          json NOT NULL,
  created_at    timestamptz NOT NULL DEFAULT now(),
  updated_at    timestamptz NOT NULL DEFAULT now(),
  UNIQUE (deployment_id, target_table)
);
CREATE UNIQUE INDEX IF NOT EXISTS table_plans_one_in_use
  ON sync_metadata.table_plans (deployment_id, source_table) WHERE load_state <> 'retired';

CREATE OR REPLACE TRIGGER touch BEFORE UPDATE ON sync_metadata.table_plans
  FOR EACH ROW EXECUTE FUNCTION sync_metadata.update_updated_at_column();

CREATE TABLE IF NOT EXISTS sync_metadata.source_schemas (
  deployment_id uuid NOT NULL REFERENCES sync_metadata.client_deployments ON DELETE CASCADE,
  schema_epoch  text NOT NULL,
  content       json NOT NULL,
  created_at    timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (deployment_id, schema_epoch)
);

INSERT INTO sync_metadata.schema_version (version, title) VALUES (5, 'clients')
  ON CONFLICT (version) DO NOTHING;

RESET ROLE;
