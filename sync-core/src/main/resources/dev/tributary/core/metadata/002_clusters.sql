-- Who belongs to which cluster; nodes; settings; the audit log.
SET ROLE sync_owner;

-- One login role, one cluster. Isolation stands on this table and on session_user, which no
-- session can change for itself.
CREATE TABLE IF NOT EXISTS sync_metadata.cluster_roles (
  role_name    text PRIMARY KEY,
  cluster_name varchar(100) NOT NULL CHECK (cluster_name ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$'),
  created_at   timestamptz NOT NULL DEFAULT now()
);

CREATE OR REPLACE FUNCTION sync_metadata.my_cluster() RETURNS varchar
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT cluster_name FROM sync_metadata.cluster_roles WHERE role_name = session_user $$;

CREATE OR REPLACE FUNCTION sync_metadata.is_administrator() RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$ SELECT pg_has_role(session_user, 'sync_owner', 'MEMBER') $$;

-- Row policies call both in the name of whoever reads.
GRANT EXECUTE ON FUNCTION sync_metadata.my_cluster(), sync_metadata.is_administrator() TO PUBLIC;

CREATE TABLE IF NOT EXISTS sync_metadata.settings (
  name        text PRIMARY KEY,
  value       text NOT NULL,
  description text NOT NULL
);

INSERT INTO sync_metadata.settings (name, value, description) VALUES
  ('retention.minimum', '7 days', 'purge refuses to remove anything younger'),
  ('retention.conflicts', '30 days', 'decided conflicts are purged so long after their end'),
  ('retention.keep', '90 days', 'the leading node purges once a day what is over and older')
  ON CONFLICT (name) DO NOTHING;

CREATE TABLE IF NOT EXISTS sync_metadata.audit_log (
  audit_id     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at           timestamptz NOT NULL DEFAULT clock_timestamp(),
  actor        text NOT NULL,
  role_name    text NOT NULL DEFAULT session_user,
  cluster_name varchar(100),
  client_name  varchar(100),
  action       text NOT NULL,
  details      jsonb NOT NULL DEFAULT '{}'
);
CREATE INDEX IF NOT EXISTS audit_log_cluster_at ON sync_metadata.audit_log (cluster_name, at);

CREATE TABLE IF NOT EXISTS sync_metadata.hosts (
  host_id        uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  hostname       varchar(255) NOT NULL,
  ip_address     inet,
  api_url        text,
  version        text,
  cluster_name   varchar(100) NOT NULL,
  status         varchar(20) NOT NULL DEFAULT 'active'
                 CHECK (status IN ('active', 'maintenance', 'offline')),
  last_heartbeat timestamptz NOT NULL DEFAULT now(),
  created_at     timestamptz NOT NULL DEFAULT now(),
  updated_at     timestamptz NOT NULL DEFAULT now(),
  metadata       jsonb NOT NULL DEFAULT '{}',
  UNIQUE (hostname, cluster_name)
);
CREATE INDEX IF NOT EXISTS hosts_cluster ON sync_metadata.hosts (cluster_name);
-- As with the lease: nothing that a heartbeat changes may be indexed.
DROP INDEX IF EXISTS sync_metadata.hosts_heartbeat;

CREATE OR REPLACE FUNCTION sync_metadata.update_updated_at_column() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  NEW.updated_at := clock_timestamp();
  RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER touch BEFORE UPDATE ON sync_metadata.hosts
  FOR EACH ROW EXECUTE FUNCTION sync_metadata.update_updated_at_column();

INSERT INTO sync_metadata.schema_version (version, title) VALUES (2, 'clusters')
  ON CONFLICT (version) DO NOTHING;

RESET ROLE;
