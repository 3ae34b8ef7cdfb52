-- Who leads, and the fence that proves it at the commit.
SET ROLE sync_owner;

-- UNIQUE (cluster_name, term) makes term a key column, and that is the mechanism: FOR KEY SHARE of
-- the fence waits for a takeover, which changes term, but not for a heartbeat, which does not.
CREATE TABLE IF NOT EXISTS sync_metadata.leader_election (
  cluster_name    varchar(100) PRIMARY KEY,
  leader_id       varchar(100) NOT NULL,
  leader_host_id  uuid REFERENCES sync_metadata.hosts ON DELETE SET NULL,
  acquired_at     timestamptz NOT NULL,
  expires_at      timestamptz NOT NULL,
  term            bigint NOT NULL DEFAULT 0 CHECK (term >= 0),
  holder          uuid,
  renewed_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
  beat            bigint NOT NULL DEFAULT 0,
  beacon_term     bigint, -- the last term whose leader held its beacon
  heartbeat_count bigint GENERATED ALWAYS AS (beat) STORED,
  UNIQUE (cluster_name, term),
  CHECK (expires_at > acquired_at)
) WITH (fillfactor = 50);
ALTER TABLE sync_metadata.leader_election ADD COLUMN IF NOT EXISTS beacon_term bigint;
-- A heartbeat must find room on its page and touch no index, else each one leaves work for vacuum:
-- so nothing that a heartbeat changes may be indexed.
DROP INDEX IF EXISTS sync_metadata.leader_election_expires;

CREATE TABLE IF NOT EXISTS sync_metadata.leader_history (
  cluster_name varchar(100) NOT NULL,
  term         bigint NOT NULL,
  leader_id    varchar(100) NOT NULL,
  holder       uuid,
  acquired_at  timestamptz NOT NULL,
  PRIMARY KEY (cluster_name, term)
);

CREATE OR REPLACE FUNCTION sync_metadata.check_lease_change() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  IF NEW.cluster_name IS DISTINCT FROM OLD.cluster_name THEN
    RAISE EXCEPTION 'the lease of cluster % cannot become that of %', OLD.cluster_name,
      NEW.cluster_name USING ERRCODE = 'TB001';
  ELSIF NEW.term < OLD.term OR NEW.term > OLD.term + 1 THEN
    RAISE EXCEPTION 'cluster %: term % cannot follow term %', OLD.cluster_name, NEW.term, OLD.term
      USING ERRCODE = 'TB001', HINT = 'Terms grow by one at each change of leader.';
  ELSIF NEW.holder IS NOT NULL AND NEW.holder IS DISTINCT FROM OLD.holder
        AND NEW.term = OLD.term THEN
    RAISE EXCEPTION 'cluster %: a new holder needs a new term, % is taken', OLD.cluster_name, OLD.term
      USING ERRCODE = 'TB001';
  END IF;
  RETURN NEW;
END $$;

-- After, not before: a row that gives way to one that is there already must not be judged.
CREATE OR REPLACE FUNCTION sync_metadata.check_lease_start() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  last bigint := (SELECT coalesce(max(h.term), 0) FROM sync_metadata.leader_history h
                   WHERE h.cluster_name = NEW.cluster_name);
BEGIN
  IF NEW.term < last OR (NEW.holder IS NOT NULL AND NEW.term = last) THEN
    RAISE EXCEPTION 'cluster %: terms up to % are used, % cannot start', NEW.cluster_name, last,
      NEW.term USING ERRCODE = 'TB001', HINT = 'Start above max(leader_history.term).';
  END IF;
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION sync_metadata.record_term() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  PERFORM sync_metadata.refuse_foreign_triggers(ARRAY['sync_metadata.leader_history'::regclass]);
  INSERT INTO sync_metadata.leader_history (cluster_name, term, leader_id, holder, acquired_at)
  VALUES (NEW.cluster_name, NEW.term, NEW.leader_id, NEW.holder, NEW.acquired_at);
  RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER check_change BEFORE UPDATE ON sync_metadata.leader_election
  FOR EACH ROW EXECUTE FUNCTION sync_metadata.check_lease_change();
CREATE OR REPLACE TRIGGER check_start AFTER INSERT ON sync_metadata.leader_election
  FOR EACH ROW EXECUTE FUNCTION sync_metadata.check_lease_start();
CREATE OR REPLACE TRIGGER record_first_term AFTER INSERT ON sync_metadata.leader_election
  FOR EACH ROW WHEN (NEW.holder IS NOT NULL) EXECUTE FUNCTION sync_metadata.record_term();
CREATE OR REPLACE TRIGGER record_next_term AFTER UPDATE ON sync_metadata.leader_election
  FOR EACH ROW WHEN (NEW.term > OLD.term) EXECUTE FUNCTION sync_metadata.record_term();

-- Call it last in a transaction and send COMMIT with it. It must raise: a query without rows would
-- let the COMMIT through. It holds the row until then, so no takeover falls in between.
CREATE OR REPLACE FUNCTION sync_metadata.fence(p_cluster text, p_term bigint, p_holder uuid)
RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  PERFORM 1 FROM sync_metadata.leader_election e
    WHERE e.cluster_name = p_cluster AND e.term = p_term AND e.holder = p_holder
      AND e.expires_at > clock_timestamp()
    FOR KEY SHARE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'term % of cluster % is over or was never held by this process', p_term, p_cluster
      USING ERRCODE = 'TB001';
  END IF;
END $$;

GRANT EXECUTE ON FUNCTION sync_metadata.fence(text, bigint, uuid) TO sync_nodes;

-- Frees a lease whose holder does not let go: nobody leads then, the term before cannot commit any
-- more, and the nodes elect at once. Deleting the row does the same, but only an administrator may.
CREATE OR REPLACE FUNCTION sync_metadata.unstick_cluster(p_cluster text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  freed record;
BEGIN
  PERFORM sync_metadata.require_cluster(p_cluster);
  PERFORM sync_metadata.refuse_foreign_triggers(ARRAY['sync_metadata.leader_election',
    'sync_metadata.leader_history', 'sync_metadata.audit_log']::regclass[]);
  SELECT e.leader_id, e.term INTO freed FROM sync_metadata.leader_election e
    WHERE e.cluster_name = p_cluster FOR UPDATE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'cluster % has no lease', p_cluster USING ERRCODE = 'no_data_found',
      HINT = 'Its nodes make one when they start; check the name.';
  END IF;
  UPDATE sync_metadata.leader_election e
     SET term = e.term + 1, holder = NULL, leader_host_id = NULL, beat = 0,
         acquired_at = clock_timestamp() - interval '2 seconds',
         renewed_at = clock_timestamp() - interval '2 seconds',
         expires_at = clock_timestamp() - interval '1 second'
   WHERE e.cluster_name = p_cluster;
  PERFORM sync_metadata.note(p_cluster, NULL, 'unstick_cluster',
    jsonb_build_object('leader', freed.leader_id, 'term', freed.term));
  PERFORM pg_notify('sync_election', format('%s %s', p_cluster, freed.term + 1));
  RETURN freed.term + 1;
END $$;

GRANT EXECUTE ON FUNCTION sync_metadata.unstick_cluster(text) TO sync_nodes;

-- The last node of a cluster takes the lease with it.
CREATE OR REPLACE FUNCTION sync_metadata.drop_lease_of_empty_cluster() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  PERFORM sync_metadata.refuse_foreign_triggers(ARRAY['sync_metadata.leader_election'::regclass]);
  DELETE FROM sync_metadata.leader_election e
   WHERE e.cluster_name = OLD.cluster_name
     AND NOT EXISTS (SELECT FROM sync_metadata.hosts h WHERE h.cluster_name = OLD.cluster_name);
  RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER drop_lease AFTER DELETE ON sync_metadata.hosts
  FOR EACH ROW EXECUTE FUNCTION sync_metadata.drop_lease_of_empty_cluster();

INSERT INTO sync_metadata.schema_version (version, title) VALUES (4, 'election')
  ON CONFLICT (version) DO NOTHING;

RESET ROLE;
