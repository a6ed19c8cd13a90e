"""The third wall, seen from the live database: policies, append-only tables, definer functions."""

import re
from dataclasses import dataclass

import pytest
from django.apps import apps
from django.db import DatabaseError, connections, transaction

from careerrelay.accounts.tenancy import ScopedModel
from careerrelay.core.migration_operations import APP_ROLE, DEFINER_ROLE, append_only, tenant_wall
from tests.house.global_tables import GLOBAL_TABLES, GLOBAL_UNIQUE
from tests.house.sources import listed

pytestmark = pytest.mark.django_db(databases=["default", "owner"])

# What is written once and never again; corrections are new rows.
APPEND_ONLY = {
    "audit_auditentry",
    "audit_chainlink",
    "audit_dailyhead",
    "audit_erasedlink",
    "audit_salt",
    "audit_sight",
    "consent_statement",
    "consent_consumednonce",
    "consent_renewalquestion",
    "consent_servedtext",
    "relay_provision",
    "relay_correction",
    "relay_introduction",
    "relay_closing",
    "relay_modechoice",
    "ledger_posting",
    "people_satisfactionclosing",
    "privacy_tombstone",
    "privacy_deletionproof",
    "ledger_entry",
}
COMMANDS = ("SELECT", "INSERT", "UPDATE", "DELETE")


@dataclass(frozen=True)
class Wall:
    enabled: bool
    forced: bool
    # Command → the SQL of its policy, reading and writing condition together.
    policies: dict[str, str]


def rows(sql: str, *values: str) -> list[tuple]:
    with connections["owner"].cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def walls() -> dict[str, Wall]:
    policies: dict[str, dict[str, str]] = {}
    for table, command, condition in rows(
        "SELECT tablename, cmd, concat_ws(' / ', qual, with_check) FROM pg_policies WHERE schemaname = 'public'"
    ):
        policies.setdefault(table, {})[command] = condition
    tables = rows(
        """SELECT relname, relrowsecurity, relforcerowsecurity FROM pg_class
           WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')"""
    )
    return {name: Wall(enabled, forced, policies.get(name, {})) for name, enabled, forced in tables}


def wall_fault(wall: Wall) -> str | None:
    if not (wall.enabled and wall.forced):
        return "row-level security is not forced"
    commands = set(COMMANDS if "ALL" in wall.policies else wall.policies)
    if commands < set(COMMANDS):
        return f"no policy for {sorted(set(COMMANDS) - commands)}"
    if any(condition.strip() == "true" for condition in wall.policies.values()):
        return "a policy lets everything through"
    return None


def scoped_models() -> list[type[ScopedModel]]:
    return [model for model in apps.get_models() if issubclass(model, ScopedModel)]


def columns_of(condition: str) -> set[str]:
    """The columns of a row that a policy compares with the scope."""
    return set(re.findall(r"\(?(\w+) = \( ?SELECT ", condition))


def test_every_scoped_model_stands_behind_its_wall():
    live = walls()
    faults = [
        (model.__name__, fault)
        for model in scoped_models()
        if (fault := wall_fault(live[model._meta.db_table]))
    ]
    assert not faults, listed(faults)


def test_a_table_without_a_wall_has_its_reason():
    open_tables = {name for name, wall in walls().items() if wall_fault(wall)}
    assert open_tables <= GLOBAL_TABLES.keys(), listed(sorted(open_tables - GLOBAL_TABLES.keys()))


def test_no_reason_outlives_its_table():
    gone = GLOBAL_TABLES.keys() - {name for name, wall in walls().items() if wall_fault(wall)}
    assert not gone, listed(sorted(gone))


def owners_fault(owners: set[str], *, policies: dict[str, str]) -> str | None:
    """Whom the manager lets read, the policy lets read; fewer may write, never more."""
    named = {command: columns_of(condition) for command, condition in policies.items()}
    if not named["SELECT"] >= owners:
        return f"the manager asks for {sorted(owners)}, the policy shows {sorted(named['SELECT'])}"
    wider = [command for command in COMMANDS[1:] if not named[command] or not named[command] <= owners]
    return f"{wider} is open to others than {sorted(owners)}" if wider else None


def test_the_manager_and_the_policy_name_the_same_owners():
    live = walls()
    faults = [
        (model.__name__, fault)
        for model in scoped_models()
        if (fault := owners_fault(owners_of(model), policies=live[model._meta.db_table].policies))
    ]
    assert not faults, listed(faults)


def owners_of(model: type[ScopedModel]) -> set[str]:
    return {*model.walls.organization, *model.walls.person}


def test_unique_constraints_end_at_the_wall():
    found = {
        f"{model._meta.db_table}.{','.join(columns)}"
        for model in scoped_models()
        for columns in unique_columns(model._meta.db_table)
        if not owners_of(model) & {*columns} and not reaches_owner(model, columns)
    }
    assert found <= GLOBAL_UNIQUE.keys(), listed(sorted(found - GLOBAL_UNIQUE.keys()))


def unique_columns(table: str) -> list[list[str]]:
    return [
        columns
        for (columns,) in rows(
            """SELECT array_agg(a.attname::text ORDER BY a.attnum) FROM pg_index i
               JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
               WHERE i.indrelid = %s::regclass AND i.indisunique AND NOT i.indisprimary GROUP BY i.indexrelid""",
            table,
        )
    ]


def reaches_owner(model: type[ScopedModel], columns: list[str]) -> bool:
    """A column that points at a row behind the same wall holds an id that another tenant never sees."""
    by_column = {field.column: field for field in model._meta.local_concrete_fields}
    fields = [by_column[column] for column in columns]
    return any(
        field.get_internal_type() == "UUIDField"
        or (isinstance(field.related_model, type) and issubclass(field.related_model, ScopedModel))
        for field in fields
    )


def guards(table: str) -> set[str]:
    """Which of UPDATE, DELETE, TRUNCATE a trigger refuses: bits 8, 16 and 32 of its type, bit 2 is BEFORE."""
    found: set[str] = set()
    for kind, enabled in rows(
        """SELECT tgtype, tgenabled::text FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid
           WHERE tgrelid = %s::regclass AND p.proname = 'refuse_change'""",
        table,
    ):
        if enabled in "OA" and kind & 2:
            found |= {name for bit, name in ((16, "UPDATE"), (8, "DELETE"), (32, "TRUNCATE")) if kind & bit}
    return found


def app_may_change(table: str) -> bool:
    return bool(rows("SELECT has_table_privilege(%s, %s, 'UPDATE, DELETE, TRUNCATE')", APP_ROLE, table)[0][0])


def test_append_only_tables_refuse_every_change():
    faults = [
        table
        for table in sorted(APPEND_ONLY & walls().keys())
        if guards(table) != {"UPDATE", "DELETE", "TRUNCATE"} or app_may_change(table)
    ]
    assert not faults, listed(faults)


def test_every_append_only_table_is_listed_and_no_other():
    guarded = {name for name in walls() if guards(name)}
    assert guarded == APPEND_ONLY, listed(sorted(guarded ^ APPEND_ONLY))


def test_definer_functions_are_few_and_pinned():
    faults = [
        (name, owner, settings, public)
        for name, owner, settings, public in rows(
            """SELECT p.proname, r.rolname, coalesce(array_to_string(p.proconfig, ';'), ''),
                      has_function_privilege('public', p.oid, 'EXECUTE')
               FROM pg_proc p JOIN pg_roles r ON r.oid = p.proowner
               WHERE p.prosecdef AND p.pronamespace = 'public'::regnamespace"""
        )
        if owner != DEFINER_ROLE or "search_path=pg_catalog" not in settings or public
    ]
    assert not faults, listed(faults)


def test_the_roles_that_serve_requests_cannot_step_over_the_walls():
    found = rows(
        "SELECT rolname, rolsuper, rolbypassrls, rolcanlogin FROM pg_roles WHERE rolname IN (%s, %s) ORDER BY 1",
        APP_ROLE,
        DEFINER_ROLE,
    )
    assert found == [(APP_ROLE, False, False, True), (DEFINER_ROLE, False, True, False)]


def test_views_ask_with_the_rights_of_the_asker():
    views = rows(
        """SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'v'
           AND NOT coalesce(reloptions @> ARRAY['security_invoker=true'], false)"""
    )
    assert views == []


# --- each check bites, on tables planted inside the transaction of the test ---


@pytest.fixture
def planted():
    """A table of the owner's, gone with the test."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("CREATE TABLE house_planted (id uuid PRIMARY KEY, organization_id uuid)")
    return "house_planted"


def run(operation) -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute(operation.sql)


def test_the_check_of_walls_bites(planted):
    assert wall_fault(walls()[planted]) == "row-level security is not forced"
    run(tenant_wall(planted, organization=["organization_id"]))
    wall = walls()[planted]
    assert wall_fault(wall) is None
    assert owners_fault({"organization_id"}, policies=wall.policies) is None
    assert owners_fault({"person_id"}, policies=wall.policies) is not None
    assert owners_fault({"organization_id"}, policies=wall.policies | {"INSERT": "true"}) is not None
    rows_before = dict(wall.policies)
    del rows_before["DELETE"]
    assert wall_fault(Wall(True, True, rows_before)) == "no policy for ['DELETE']"
    assert (
        wall_fault(Wall(True, True, wall.policies | {"SELECT": "true"})) == "a policy lets everything through"
    )


def test_the_check_of_append_only_tables_bites_and_the_trigger_holds(planted):
    assert guards(planted) == set()
    run(append_only(planted))
    assert guards(planted) == {"UPDATE", "DELETE", "TRUNCATE"}
    with connections["owner"].cursor() as cursor:
        cursor.execute("INSERT INTO house_planted VALUES (gen_random_uuid(), NULL)")
        for change in (
            "UPDATE house_planted SET organization_id = id",
            "DELETE FROM house_planted",
            "TRUNCATE house_planted",
        ):
            with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(using="owner"):
                cursor.execute(change)
        cursor.execute("SELECT count(*) FROM house_planted")
        assert cursor.fetchone() == (1,)


def test_the_check_of_unique_constraints_bites(planted):
    with connections["owner"].cursor() as cursor:
        cursor.execute("CREATE UNIQUE INDEX ON house_planted (organization_id)")
    assert unique_columns(planted) == [["organization_id"]]
