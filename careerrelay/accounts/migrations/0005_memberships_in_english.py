from typing import Any

from django.db import migrations

from careerrelay.core.migration_operations import definer_function

BODY = """
    SELECT o.id, o.legal_name::text, {english}o.kind::text, m.role::text
    FROM accounts_membership m
    JOIN accounts_organization o ON o.id = m.organization_id
    JOIN accounts_user u ON u.id = m.user_id
    WHERE m.user_id = p_user AND m.ended_at IS NULL AND u.is_active
    ORDER BY m.created_at, o.id
"""
# Those who select the former columns by name go on while the new version starts.
COLUMNS = "TABLE (organization_id uuid, organization_name text, {english}kind text, role text)"
SAME: dict[str, Any] = {
    "arguments": "p_user uuid",
    "tables": dict.fromkeys(["accounts_membership", "accounts_organization", "accounts_user"], "SELECT"),
}
FORMER = definer_function(
    "accounts_memberships_of", returns=COLUMNS.format(english=""), body=BODY.format(english=""), **SAME
)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_processors")]

    operations = [
        migrations.RunSQL(FORMER.reverse_sql or "", FORMER.sql),
        definer_function(
            "accounts_memberships_of",
            returns=COLUMNS.format(english="organization_name_en text, "),
            body=BODY.format(english="o.name_en::text, "),
            **SAME,
        ),
    ]
