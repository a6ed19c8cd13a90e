"""What migrations do besides tables: the third wall, append-only triggers, functions that look before any
scope.

Every operation is reversible and works on the table name, so that hand-written SQL meets the same walls.
"""

from collections.abc import Sequence

from django.db.migrations.operations import RunSQL

APP_ROLE = "careerrelay_app"
DEFINER_ROLE = "careerrelay_search"


def setting(name: str) -> str:
    """The scope as a sub-select: evaluated once a statement; after a commit the setting is '' and not
    NULL."""
    return f"(SELECT nullif(current_setting('app.{name}', true), '')::uuid)"


def tenant_wall(
    table: str, *, organization: Sequence[str] = (), person: Sequence[str] = (), also: Sequence[str] = ()
) -> RunSQL:
    """Force row-level security: a row is seen and written where one of its columns names the scope.

    `also` holds further conditions in SQL under which a row may be read, never written.
    """
    owned = [f"{column} = {setting('organization_id')}" for column in organization]
    owned += [f"{column} = {setting('person_id')}" for column in person]
    if not owned:
        raise ValueError(f"{table}: a wall needs at least one column")
    write = " OR ".join(owned)
    read = " OR ".join([*owned, *also])
    return RunSQL(
        f"""
        ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
        ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
        CREATE POLICY wall_read ON {table} FOR SELECT USING ({read});
        CREATE POLICY wall_insert ON {table} FOR INSERT WITH CHECK ({write});
        CREATE POLICY wall_update ON {table} FOR UPDATE USING ({write}) WITH CHECK ({write});
        CREATE POLICY wall_delete ON {table} FOR DELETE USING ({write});
        """,
        f"""
        DROP POLICY wall_read ON {table};
        DROP POLICY wall_insert ON {table};
        DROP POLICY wall_update ON {table};
        DROP POLICY wall_delete ON {table};
        ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY;
        ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;
        """,
    )


APPEND_ONLY_FUNCTION = RunSQL(
    """
    CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'table % is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
    END $$;
    """,
    "DROP FUNCTION IF EXISTS refuse_change();",
)


def append_only(table: str, *, is_erasable: bool = False, kept_until: str = "") -> RunSQL:
    """Refuse UPDATE, DELETE and TRUNCATE by trigger: it holds for the owner and for SQL typed by hand too.

    `is_erasable`: a definer function that erases somebody may DELETE after `set_config('app.erasing', 'yes',
    true)`. The application may not: it has no right to. `kept_until`: a column with the last day, by the
    database's own clock in Japan, on which nobody may.
    """
    refused = "UPDATE" if is_erasable else "UPDATE OR DELETE"
    early = f" OR OLD.{kept_until} >= (now() AT TIME ZONE 'Asia/Tokyo')::date" if kept_until else ""
    erasing = f"""
        CREATE TRIGGER append_only_erasable BEFORE DELETE ON {table} FOR EACH ROW
            WHEN (current_setting('app.erasing', true) IS DISTINCT FROM 'yes'{early}) EXECUTE FUNCTION
            refuse_change();
    """
    return RunSQL(
        f"""
        CREATE TRIGGER append_only_row BEFORE {refused} ON {table}
            FOR EACH ROW EXECUTE FUNCTION refuse_change();
        {erasing if is_erasable else ""}
        CREATE TRIGGER append_only_table BEFORE TRUNCATE ON {table}
            FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
        REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM {APP_ROLE};
        """,
        f"""
        DROP TRIGGER append_only_row ON {table};
        DROP TRIGGER IF EXISTS append_only_erasable ON {table};
        DROP TRIGGER append_only_table ON {table};
        GRANT UPDATE, DELETE ON {table} TO {APP_ROLE};
        """,
    )


def definer_function(
    name: str,
    *,
    arguments: str,
    returns: str,
    body: str,
    tables: dict[str, str],
    volatile: bool = False,
    language: str = "sql",
    planner: str = "",
) -> RunSQL:
    """A look-up that steps over the walls because no scope exists yet: few, small, read by reviewers.

    `tables` says what the function may touch, e.g. {"people_personallink": "SELECT"}; its owner may do
    nothing else. The search path is pinned; only the application's role may call it. `language` is plpgsql
    where the function has to refuse. `planner`: a setting that holds inside only, such as "enable_seqscan =
    off".
    """
    types = ", ".join(argument.split()[1] for argument in arguments.split(",") if argument.strip())
    grants = "\n".join(f"GRANT {rights} ON {table} TO {DEFINER_ROLE};" for table, rights in tables.items())
    stability = "VOLATILE" if volatile else "STABLE"
    return RunSQL(
        f"""
        {grants}
        CREATE FUNCTION {name}({arguments}) RETURNS {returns} LANGUAGE {language} {stability} SECURITY DEFINER
            SET search_path = pg_catalog, public, pg_temp {f"SET {planner}" if planner else ""}
        AS $definer$ {body} $definer$;
        REVOKE ALL ON FUNCTION {name}({types}) FROM PUBLIC;
        GRANT EXECUTE ON FUNCTION {name}({types}) TO {APP_ROLE};
        ALTER FUNCTION {name}({types}) OWNER TO {DEFINER_ROLE};
        """,
        f"DROP FUNCTION {name}({types});",
    )
