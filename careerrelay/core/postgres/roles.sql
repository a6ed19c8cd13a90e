-- The roles of Career Relay in the current database. Run once by a superuser (PostgreSQL 16 or later with
-- pgvector on the server); running it again changes nothing.
--
--   careerrelay_owner   owns the schema and migrates
--   careerrelay_app     everything else; row-level security holds for it
--   careerrelay_search  owns the few functions that step over row-level security; nobody signs in as it
--
-- Input: the login of DATABASE_URL and that of DATABASE_OWNER_URL (or the same), to act as app and as owner:
--   PGOPTIONS="-c careerrelay.app_login=shop -c careerrelay.owner_login=shop" psql -f roles.sql DATABASE
BEGIN;
SELECT pg_advisory_xact_lock(hashtext('careerrelay'), hashtext('roles'));

CREATE EXTENSION IF NOT EXISTS vector WITH SCHEMA public;

-- Roles belong to the whole server, the lock above to one database: another one may be a moment faster.
DO $$ BEGIN
    CREATE ROLE careerrelay_owner LOGIN;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$;
DO $$ BEGIN
    CREATE ROLE careerrelay_app LOGIN;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$;
DO $$ BEGIN
    CREATE ROLE careerrelay_search NOLOGIN BYPASSRLS;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$;

DO $$
DECLARE
    wrong text;
    granted record;
BEGIN
    -- Only where they differ: it takes a superuser to change these, and none to find them right.
    FOR wrong IN SELECT rolname FROM pg_roles
                 WHERE rolname IN ('careerrelay_owner', 'careerrelay_app') AND (rolsuper OR rolbypassrls) LOOP
        EXECUTE format('ALTER ROLE %I NOSUPERUSER NOBYPASSRLS', wrong);
    END LOOP;
    FOR wrong IN SELECT rolname FROM pg_roles
                 WHERE rolname = 'careerrelay_search' AND (rolcanlogin OR rolsuper OR NOT rolbypassrls) LOOP
        EXECUTE format('ALTER ROLE %I NOLOGIN NOSUPERUSER BYPASSRLS', wrong);
    END LOOP;
    -- A superuser may act as anybody; everybody else is given the role, to put on and not to inherit.
    FOR granted IN SELECT login.rolname AS login, wish.role
                   FROM (VALUES (current_setting('careerrelay.app_login', true), 'careerrelay_app'),
                                (current_setting('careerrelay.owner_login', true), 'careerrelay_owner'),
                                ('careerrelay_owner', 'careerrelay_search')) AS wish (login, role)
                   JOIN pg_roles AS login ON login.rolname = wish.login
                   WHERE NOT login.rolsuper AND login.rolname <> wish.role LOOP
        EXECUTE format('GRANT %I TO %I WITH INHERIT FALSE, SET TRUE', granted.role, granted.login);
    END LOOP;
    EXECUTE format('GRANT CONNECT, TEMP ON DATABASE %I TO careerrelay_app', current_database());
    EXECUTE format('GRANT CONNECT, CREATE, TEMP ON DATABASE %I TO careerrelay_owner', current_database());
END $$;

REVOKE CREATE ON SCHEMA public FROM PUBLIC;
ALTER SCHEMA public OWNER TO careerrelay_owner;

SET LOCAL ROLE careerrelay_owner;
GRANT USAGE ON SCHEMA public TO careerrelay_app;
-- A function can be handed only to whom may create one: definer functions go to careerrelay_search.
GRANT USAGE, CREATE ON SCHEMA public TO careerrelay_search;
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT EXECUTE ON FUNCTIONS TO careerrelay_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO careerrelay_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO careerrelay_app;
COMMIT;
