-- Roles and the schema.
-- Run all files in their order as an administrator: a superuser, or a role with CREATEROLE and CREATE
-- on this database, such as Supabase's postgres. Running again is harmless.
-- With psql: psql -v ON_ERROR_STOP=1 -1 -f 001_roles.sql -f 002_clusters.sql ...

DO $$
BEGIN
  IF current_setting('server_version_num')::integer < 150000 THEN
    RAISE EXCEPTION 'PostgreSQL % is too old: 15 or newer is needed', current_setting('server_version')
      USING ERRCODE = 'feature_not_supported',
            HINT = 'Older servers show views with the rights of their owner, past row level security.';
  END IF;
  IF current_setting('server_encoding') <> 'UTF8' THEN
    RAISE EXCEPTION 'database % has encoding %; UTF8 is needed',
      current_database(), current_setting('server_encoding')
      USING ERRCODE = 'feature_not_supported';
  END IF;
END $$;

DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles r WHERE r.rolname = current_user
                    AND (r.rolsuper OR r.rolcreaterole
                         OR EXISTS (SELECT FROM pg_roles o WHERE o.rolname = 'sync_owner'
                                       AND pg_has_role(r.oid, o.oid, 'MEMBER')))) THEN
    RAISE EXCEPTION 'role % is no administrator', current_user
      USING ERRCODE = 'insufficient_privilege',
            HINT = 'Run it as a superuser, or as a role with CREATEROLE and CREATE on the database.';
  END IF;
END $$;

-- sync_owner owns everything; sync_nodes is what the login roles of all nodes have in common.
DO $$
DECLARE
  role_name text;
BEGIN
  FOREACH role_name IN ARRAY ARRAY['sync_owner', 'sync_nodes'] LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role_name) THEN
      EXECUTE format('CREATE ROLE %I NOLOGIN', role_name);
    END IF;
  END LOOP;
END $$;

-- The administrator has to be a member of sync_owner before he can hand anything over to it. From
-- PostgreSQL 16 on CREATEROLE gives only the right to grant the new role, so he grants it himself.
DO $$
DECLARE
  new_rules boolean := current_setting('server_version_num')::integer >= 160000;
  may_set boolean := pg_has_role(current_user, 'sync_owner', 'USAGE');
BEGIN
  IF may_set AND new_rules THEN
    EXECUTE $sql$ SELECT pg_has_role(current_user, 'sync_owner', 'SET') $sql$ INTO may_set;
  END IF;
  IF NOT may_set THEN
    EXECUTE format(
      'GRANT sync_owner TO %I %s', current_user,
      CASE WHEN new_rules THEN 'WITH INHERIT TRUE, SET TRUE' ELSE '' END);
  END IF;
EXCEPTION WHEN insufficient_privilege THEN
  RAISE EXCEPTION 'role sync_owner of this server was made by another administrator'
    USING ERRCODE = 'insufficient_privilege',
          HINT = format('A superuser or that administrator runs once: GRANT sync_owner, sync_nodes TO'
                        ' %I WITH ADMIN OPTION', current_user);
END $$;

-- Who may not pass CREATE on keeps it: make_schema below then works with his right.
DO $$
DECLARE
  db text := current_database();
  privilege text;
BEGIN
  FOREACH privilege IN ARRAY ARRAY['CREATE', 'CONNECT', 'TEMPORARY'] LOOP
    IF has_database_privilege(current_user, db, privilege || ' WITH GRANT OPTION') THEN
      EXECUTE format('GRANT %s ON DATABASE %I TO sync_owner WITH GRANT OPTION', privilege, db);
    END IF;
  END LOOP;
  IF NOT (has_database_privilege('sync_owner', db, 'CREATE')
          OR has_database_privilege(current_user, db, 'CREATE')) THEN
    RAISE EXCEPTION 'role % may not create schemas in database %', current_user, db
      USING ERRCODE = 'insufficient_privilege',
            HINT = format('The owner of the database runs once: GRANT CREATE ON DATABASE %I TO %I',
                          db, current_user);
  END IF;
END $$;

DO $$
DECLARE
  owner_name text;
BEGIN
  SELECT pg_get_userbyid(nspowner) INTO owner_name FROM pg_namespace WHERE nspname = 'sync_metadata';
  IF owner_name IS NULL THEN
    CREATE SCHEMA sync_metadata AUTHORIZATION sync_owner;
  ELSIF owner_name <> 'sync_owner' THEN
    RAISE EXCEPTION 'schema sync_metadata is there already and belongs to %', owner_name
      USING ERRCODE = 'duplicate_schema',
            HINT = 'Keep an older one under another name: ALTER SCHEMA sync_metadata RENAME TO'
                   ' sync_metadata_old';
  END IF;
END $$;

SET ROLE sync_owner;

-- No function of ours is for everybody, from its first moment on.
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
GRANT USAGE ON SCHEMA sync_metadata TO sync_nodes;

CREATE TABLE IF NOT EXISTS sync_metadata.schema_version (
  version      integer PRIMARY KEY,
  title        text NOT NULL,
  installed_at timestamptz NOT NULL DEFAULT now(),
  installed_by text NOT NULL DEFAULT session_user
);

INSERT INTO sync_metadata.schema_version (version, title) VALUES (1, 'roles')
  ON CONFLICT (version) DO NOTHING;

-- The schema of a client, which belongs to sync_owner. Where an administrator could not pass CREATE
-- on, the function is his and uses his right; only sync_owner may call it.
DROP FUNCTION IF EXISTS sync_metadata.make_schema(text);
RESET ROLE;

CREATE FUNCTION sync_metadata.make_schema(p_schema text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  EXECUTE format('CREATE SCHEMA %I AUTHORIZATION sync_owner', p_schema);
END $$;

REVOKE ALL ON FUNCTION sync_metadata.make_schema(text) FROM PUBLIC;
DO $$
BEGIN
  IF has_database_privilege('sync_owner', current_database(), 'CREATE') THEN
    ALTER FUNCTION sync_metadata.make_schema(text) OWNER TO sync_owner;
  ELSE
    GRANT EXECUTE ON FUNCTION sync_metadata.make_schema(text) TO sync_owner;
  END IF;
END $$;
