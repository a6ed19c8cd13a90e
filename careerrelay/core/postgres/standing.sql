-- How a database stands, asked by its login. No input. One row:
--   server_version_num  e.g. 180004
--   vector_installed    version of pgvector in this database, NULL without
--   vector_available    version that the server could install, NULL without
--   roles_complete      whether roles.sql has done its work and this login may act as careerrelay_app
WITH role AS (
    SELECT max(oid) FILTER (WHERE rolname = 'careerrelay_owner') AS owner,
           max(oid) FILTER (WHERE rolname = 'careerrelay_app') AS app,
           max(oid) FILTER (WHERE rolname = 'careerrelay_search') AS search,
           count(*) FILTER (WHERE rolsuper) = 0 AS are_ordinary,
           count(*) FILTER (WHERE rolbypassrls <> (rolname = 'careerrelay_search')) = 0 AS bypass_as_meant
    FROM pg_roles WHERE rolname IN ('careerrelay_owner', 'careerrelay_app', 'careerrelay_search')
)
SELECT current_setting('server_version_num')::int,
       (SELECT extversion FROM pg_extension WHERE extname = 'vector'),
       (SELECT default_version FROM pg_available_extensions WHERE name = 'vector'),
       coalesce(
           are_ordinary AND bypass_as_meant
           AND pg_has_role(app, 'SET')
           AND pg_has_role(owner, search, 'SET')
           AND has_schema_privilege(app, 'public', 'USAGE')
           AND has_schema_privilege(search, 'public', 'CREATE')
           AND (SELECT nspowner FROM pg_namespace WHERE nspname = 'public') = owner
           -- The last statement of roles.sql but for the commit.
           AND EXISTS (SELECT FROM pg_default_acl WHERE defaclrole = owner AND defaclobjtype = 'S'),
           false)
FROM role;
