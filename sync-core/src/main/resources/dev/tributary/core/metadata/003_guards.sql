-- What every definer function does first and last: who calls, is it safe to write, note it down.
SET ROLE sync_owner;

CREATE OR REPLACE FUNCTION sync_metadata.require_administrator(p_act text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  IF NOT sync_metadata.is_administrator() THEN
    RAISE EXCEPTION 'only an administrator may %', p_act
      USING ERRCODE = 'insufficient_privilege',
            HINT = 'Connect as a superuser or as a member of sync_owner.';
  END IF;
END $$;

CREATE OR REPLACE FUNCTION sync_metadata.require_cluster(p_cluster text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  IF p_cluster IS DISTINCT FROM sync_metadata.my_cluster()
     AND NOT sync_metadata.is_administrator() THEN
    RAISE EXCEPTION 'role % does not belong to cluster %', session_user, p_cluster
      USING ERRCODE = 'insufficient_privilege',
            HINT = 'An administrator binds a role to a cluster with: tributary db role --cluster'
                   ' CLUSTER';
  END IF;
END $$;

-- A definer function writes with the owner's rights, and so would a trigger that somebody hung on a
-- table it writes to. The lock keeps new ones away until the end of the transaction.
CREATE OR REPLACE FUNCTION sync_metadata.refuse_foreign_triggers(p_tables regclass[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  culprit record;
  one regclass;
BEGIN
  FOREACH one IN ARRAY p_tables LOOP
    EXECUTE format('LOCK TABLE %s IN ROW EXCLUSIVE MODE', one);
  END LOOP;
  SELECT g.tgname, g.tgrelid::regclass AS on_table, p.proowner::regrole AS owner_role INTO culprit
    FROM pg_trigger g JOIN pg_proc p ON p.oid = g.tgfoid
   WHERE g.tgrelid = ANY (p_tables) AND NOT g.tgisinternal
     AND p.pronamespace <> 'sync_metadata'::regnamespace
     AND (g.tgqual IS NOT NULL OR NOT pg_has_role(p.proowner, 'sync_owner', 'MEMBER'))
   LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'trigger % on % would run code of role % with the rights of sync_owner',
      culprit.tgname, culprit.on_table, culprit.owner_role
      USING ERRCODE = 'insufficient_privilege',
            HINT = 'Drop the trigger, or let an administrator own its function and have no WHEN.';
  END IF;
END $$;

-- The role is always the session's; the person behind it is who the caller says.
CREATE OR REPLACE FUNCTION sync_metadata.note(
  p_cluster text, p_client text, p_action text, p_details jsonb) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  INSERT INTO sync_metadata.audit_log (actor, cluster_name, client_name, action, details)
  VALUES (coalesce(nullif(current_setting('tributary.actor', true), ''), session_user),
          p_cluster, p_client, p_action, coalesce(p_details, '{}'))
$$;

-- For the command line and the API: who did what. The role itself cannot write the log.
CREATE OR REPLACE FUNCTION sync_metadata.audit(
  p_cluster text, p_client text, p_action text, p_actor text, p_details jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  PERFORM sync_metadata.require_cluster(p_cluster);
  PERFORM sync_metadata.refuse_foreign_triggers(ARRAY['sync_metadata.audit_log'::regclass]);
  INSERT INTO sync_metadata.audit_log (actor, cluster_name, client_name, action, details)
  VALUES (p_actor, p_cluster, p_client, p_action, coalesce(p_details, '{}'));
END $$;

-- Row policies do not stop TRUNCATE.
CREATE OR REPLACE FUNCTION sync_metadata.refuse_truncate() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  IF NOT sync_metadata.is_administrator() THEN
    RAISE EXCEPTION 'role % may not empty %', session_user, TG_TABLE_NAME
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NULL;
END $$;

GRANT EXECUTE ON FUNCTION sync_metadata.audit(text, text, text, text, jsonb) TO sync_nodes;

INSERT INTO sync_metadata.schema_version (version, title) VALUES (3, 'guards')
  ON CONFLICT (version) DO NOTHING;

RESET ROLE;
