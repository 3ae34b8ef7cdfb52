-- The state store. The table is its own change feed: readers ask for what a transaction at or after
-- the oldest one that was still running at their last read has written.
SET ROLE sync_owner;

CREATE TABLE IF NOT EXISTS sync_metadata.state (
  cluster_name varchar(100) NOT NULL DEFAULT sync_metadata.my_cluster(),
  key          text NOT NULL CHECK (key <> ''),
  value        json,
  version      bigint NOT NULL DEFAULT 1 CHECK (version > 0),
  xid          xid8 NOT NULL DEFAULT pg_current_xact_id(),
  deleted      boolean NOT NULL DEFAULT false,
  updated_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
  updated_by   text NOT NULL DEFAULT session_user,
  PRIMARY KEY (cluster_name, key)
);
CREATE INDEX IF NOT EXISTS state_xid ON sync_metadata.state (xid);

-- A write that forgot its transaction would never be seen by the others.
CREATE OR REPLACE FUNCTION sync_metadata.stamp_state() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND NEW.version <= OLD.version THEN
    RAISE EXCEPTION 'state %: version % cannot follow %', OLD.key, NEW.version, OLD.version
      USING ERRCODE = 'serialization_failure';
  END IF;
  IF NEW.key LIKE 'deployment.%' AND NOT NEW.deleted THEN
    RAISE EXCEPTION 'state %: a schedule is kept in client_deployments', NEW.key
      USING ERRCODE = 'feature_not_supported',
            HINT = 'Update status, sync_enabled or sync_interval there.';
  END IF;
  NEW.xid := pg_current_xact_id();
  NEW.updated_at := clock_timestamp();
  RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER stamp BEFORE INSERT OR UPDATE ON sync_metadata.state
  FOR EACH ROW EXECUTE FUNCTION sync_metadata.stamp_state();

-- A schedule is kept once, in client_deployments. Its columns state_* make it an entry of the store:
-- whoever changes what the entry shows, by whatever statement, gives it a new version.
CREATE OR REPLACE FUNCTION sync_metadata.stamp_deployment() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    -- above the tombstone of an earlier client of this name
    NEW.state_version := 1 + coalesce((SELECT s.version FROM sync_metadata.state s
      WHERE s.cluster_name = NEW.cluster_name AND s.key = 'deployment.' || NEW.client_name), 0);
  ELSIF (NEW.cluster_name, NEW.client_name) IS DISTINCT FROM (OLD.cluster_name, OLD.client_name) THEN
    NEW.state_version := 1 + greatest(OLD.state_version, coalesce((SELECT s.version
      FROM sync_metadata.state s WHERE s.cluster_name = NEW.cluster_name
       AND s.key = 'deployment.' || NEW.client_name), 0));
  ELSIF NEW.state_version > OLD.state_version -- a write of the entry that changes nothing else
     OR (NEW.status, NEW.sync_enabled, NEW.sync_interval, NEW.last_sync_at) IS DISTINCT FROM
        (OLD.status, OLD.sync_enabled, OLD.sync_interval, OLD.last_sync_at) THEN
    NEW.state_version := OLD.state_version + 1;
  ELSE
    NEW.state_version := OLD.state_version;
    NEW.state_xid := OLD.state_xid;
    NEW.state_at := OLD.state_at;
    NEW.state_writer := OLD.state_writer;
    RETURN NEW;
  END IF;
  NEW.state_xid := pg_current_xact_id();
  NEW.state_at := clock_timestamp();
  NEW.state_writer := coalesce(nullif(current_setting('tributary.writer', true), ''), session_user);
  RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER stamp BEFORE INSERT OR UPDATE ON sync_metadata.client_deployments
  FOR EACH ROW EXECUTE FUNCTION sync_metadata.stamp_deployment();

-- A notification is only a wake-up; the truth is read from the tables. Any role of the database can
-- listen, so it carries a digest of the key.
CREATE OR REPLACE FUNCTION sync_metadata.state_channel(p_cluster text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$ SELECT 'sync_state_' || md5(p_cluster) $$;

CREATE OR REPLACE FUNCTION sync_metadata.wake_state(p_cluster text, p_key text, p_version bigint)
RETURNS void
LANGUAGE sql SET search_path = pg_catalog, pg_temp
AS $$
  SELECT pg_notify(sync_metadata.state_channel(p_cluster),
                   md5(p_cluster || '/' || p_key) || ' ' || p_version)
$$;

-- Runs of the engine move last_sync_at all the time; that may wait for the next poll. A schedule
-- that somebody changes is told at once, and a client that left leaves a tombstone.
CREATE OR REPLACE FUNCTION sync_metadata.tell_deployment() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  IF TG_OP <> 'INSERT' AND (TG_OP = 'DELETE' OR (NEW.cluster_name, NEW.client_name)
     IS DISTINCT FROM (OLD.cluster_name, OLD.client_name)) THEN
    INSERT INTO sync_metadata.state AS s (cluster_name, key, version, deleted)
    VALUES (OLD.cluster_name, 'deployment.' || OLD.client_name, OLD.state_version + 1, true)
    ON CONFLICT (cluster_name, key) DO UPDATE
      SET version = greatest(s.version, OLD.state_version) + 1, deleted = true;
    PERFORM sync_metadata.wake_state(OLD.cluster_name, 'deployment.' || OLD.client_name,
                                     OLD.state_version + 1);
  END IF;
  IF TG_OP = 'INSERT' OR (TG_OP = 'UPDATE' AND
     (NEW.cluster_name, NEW.client_name, NEW.status, NEW.sync_enabled, NEW.sync_interval)
     IS DISTINCT FROM
     (OLD.cluster_name, OLD.client_name, OLD.status, OLD.sync_enabled, OLD.sync_interval)) THEN
    PERFORM sync_metadata.wake_state(NEW.cluster_name, 'deployment.' || NEW.client_name,
                                     NEW.state_version);
  END IF;
  RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER tell_new AFTER INSERT OR DELETE ON sync_metadata.client_deployments
  FOR EACH ROW EXECUTE FUNCTION sync_metadata.tell_deployment();
CREATE OR REPLACE TRIGGER tell_change
  AFTER UPDATE OF cluster_name, client_name, status, sync_enabled, sync_interval
  ON sync_metadata.client_deployments
  FOR EACH ROW EXECUTE FUNCTION sync_metadata.tell_deployment();

CREATE INDEX IF NOT EXISTS client_deployments_state_key
  ON sync_metadata.client_deployments (('deployment.' || client_name::text));

-- All entries, schedules among them, tombstones included. A client that came back stands beside the
-- tombstone of its forerunner: the higher version counts.
CREATE OR REPLACE VIEW sync_metadata.state_entries WITH (security_invoker = true) AS
SELECT s.cluster_name, s.key, s.value, s.version, s.xid, s.deleted, s.updated_at, s.updated_by
  FROM sync_metadata.state s
UNION ALL
SELECT d.cluster_name, 'deployment.' || d.client_name::text,
       json_build_object(
         'status', d.status, 'sync_enabled', d.sync_enabled, 'sync_interval', d.sync_interval,
         'last_sync', to_char(d.last_sync_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')),
       d.state_version, d.state_xid, false, d.state_at, d.state_writer
  FROM sync_metadata.client_deployments d;

CREATE OR REPLACE VIEW sync_metadata.cache_events WITH (security_invoker = true) AS
SELECT md5(s.cluster_name || '/' || s.key || '/' || s.version)::uuid AS event_id,
       NULL::uuid AS host_id,
       s.key AS cache_key,
       CASE WHEN s.deleted THEN 'delete' ELSE 'invalidate' END AS action,
       s.updated_at AS created_at,
       NULL::timestamptz AS processed_at,
       NULL::text AS processed_by,
       s.cluster_name, s.version, s.xid
  FROM sync_metadata.state_entries s;

INSERT INTO sync_metadata.schema_version (version, title) VALUES (8, 'state')
  ON CONFLICT (version) DO NOTHING;

RESET ROLE;
