from django.db import migrations

from careerrelay.core.migration_operations import definer_function


class Migration(migrations.Migration):
    dependencies = [
        ("privacy", "0015_walls_of_sealed"),
        ("audit", "0009_entries_by_moment"),
        ("accounts", "0005_memberships_in_english"),
    ]

    # For the journal outside of the database: public facts, and which companies hold a record since then. Whose record,
    # and why, is read in the company's own scope.
    operations = [
        definer_function(
            "privacy_permits_since",
            arguments="p_at timestamptz",
            returns="TABLE (id uuid, operator_id uuid, agency_id uuid, permit_id uuid, number text,"
            " valid_from_on date, valid_until_on date, checked_on date, suspended_on date, at timestamptz)",
            body="""
                SELECT e.id, e.organization_id, p.agency_id, p.id, p.number::text, p.valid_from_on, p.valid_until_on,
                    p.checked_on, p.suspended_on, e.at
                FROM audit_auditentry e JOIN accounts_permit p ON p.id = e.object_id
                WHERE e.object_kind = 'permit' AND e.at >= p_at
                    AND e.deed IN ('renew_permit', 'suspend_permit', 'end_suspension')
                ORDER BY e.at, e.id
            """,
            tables={"audit_auditentry": "SELECT", "accounts_permit": "SELECT"},
        ),
        definer_function(
            "privacy_holding_companies_since",
            arguments="p_at timestamptz",
            returns="TABLE (organization_id uuid)",
            body="""
                SELECT DISTINCT h.organization_id FROM privacy_legalhold h
                WHERE h.placed_at >= p_at OR h.lifted_at >= p_at ORDER BY h.organization_id
            """,
            tables={"privacy_legalhold": "SELECT"},
        ),
    ]
