from django.db import migrations

from careerrelay.core.migration_operations import definer_function


class Migration(migrations.Migration):
    dependencies = [("privacy", "0020_restoration"), ("audit", "0009_entries_by_moment")]

    # Counts by kind of deed, for the report after a restoration.
    operations = [
        definer_function(
            "privacy_last_deed_at",
            arguments="",
            returns="timestamptz",
            body="SELECT max(e.at) FROM audit_auditentry e",
            tables={"audit_auditentry": "SELECT"},
        ),
        definer_function(
            "privacy_deeds_after",
            arguments="p_at timestamptz",
            returns="TABLE (deed text, number bigint)",
            body="""
                SELECT e.deed::text, sum(e.count) FROM audit_auditentry e
                WHERE e.at > p_at AND e.organization_id IS NOT NULL GROUP BY e.deed ORDER BY e.deed
            """,
            tables={"audit_auditentry": "SELECT"},
        ),
    ]
