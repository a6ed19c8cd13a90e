from django.db import migrations

from careerrelay.core.migration_operations import APPEND_ONLY_FUNCTION, definer_function, tenant_wall


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [
        APPEND_ONLY_FUNCTION,
        tenant_wall("accounts_organization", organization=["id", "operator_id"]),
        tenant_wall("accounts_membership", organization=["organization_id"]),
        definer_function(
            "accounts_memberships_of",
            arguments="p_user uuid",
            returns="TABLE (organization_id uuid, organization_name text, kind text, role text)",
            body="""
                SELECT o.id, o.legal_name::text, o.kind::text, m.role::text
                FROM accounts_membership m
                JOIN accounts_organization o ON o.id = m.organization_id
                JOIN accounts_user u ON u.id = m.user_id
                WHERE m.user_id = p_user AND m.ended_at IS NULL AND u.is_active
                ORDER BY m.created_at, o.id
            """,
            tables={
                "accounts_membership": "SELECT",
                "accounts_organization": "SELECT",
                "accounts_user": "SELECT",
            },
        ),
        definer_function(
            "accounts_organization_by_slug",
            arguments="p_slug text",
            returns="TABLE (id uuid, kind text)",
            body="SELECT o.id, o.kind::text FROM accounts_organization o WHERE o.slug = p_slug",
            tables={"accounts_organization": "SELECT"},
        ),
        definer_function(
            "accounts_organizations_of_kind",
            arguments="p_kind text",
            returns="SETOF uuid",
            body="SELECT o.id FROM accounts_organization o WHERE o.kind = p_kind ORDER BY o.id",
            tables={"accounts_organization": "SELECT"},
        ),
    ]
