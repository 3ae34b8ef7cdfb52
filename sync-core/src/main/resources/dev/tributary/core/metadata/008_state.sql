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
  NEW.xid := pg_current_xact_id();
  NEW.updated_at := clock_timestamp();
  RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER stamp BEFORE INSERT OR UPDATE ON sync_metadata.state
  FOR EACH ROW EXECUTE FUNCTION sync_metadata.stamp_state();

CREATE OR REPLACE VIEW sync_metadata.cache_events WITH (security_invoker = true) AS
SELECT md5(s.cluster_name || '/' || s.key || '/' || s.version)::uuid AS event_id,
       NULL::uuid AS host_id,
       s.key AS cache_key,
       CASE WHEN s.deleted THEN 'delete' ELSE 'invalidate' END AS action,
       s.updated_at AS created_at,
       NULL::timestamptz AS processed_at,
       NULL::text AS processed_by,
       s.cluster_name, s.version, s.xid
  FROM sync_metadata.state s;

INSERT INTO sync_metadata.schema_version (version, title) VALUES (8, 'state')
  ON CONFLICT (version) DO NOTHING;

RESET ROLE;
