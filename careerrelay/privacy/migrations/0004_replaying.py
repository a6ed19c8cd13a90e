from django.db import migrations

from careerrelay.core.migration_operations import definer_function


class Migration(migrations.Migration):
    dependencies = [("privacy", "0003_walls"), ("outreach", "0004_last_letter")]

    operations = [
        # Only while a restored copy is made ready, before anybody can open it.
        definer_function(
            "privacy_records_by_id",
            arguments="p_ids uuid[]",
            returns="TABLE (organization_id uuid, candidate_id uuid)",
            body="""
                SELECT c.organization_id, c.id FROM candidates_candidate c
                WHERE c.id = ANY (p_ids) ORDER BY c.organization_id, c.id
            """,
            tables={"candidates_candidate": "SELECT"},
        ),
        definer_function(
            "privacy_hold_letters",
            arguments="p_at timestamptz",
            returns="bigint",
            body="""
                WITH held AS (
                    UPDATE outreach_delivery d
                    SET state = CASE WHEN d.kind = 'notice' THEN 'in_doubt' ELSE 'cancelled' END,
                        ended_at = p_at, claimed_by = NULL
                    WHERE d.state IN ('queued', 'claimed', 'sending')
                    RETURNING 1
                )
                SELECT count(*) FROM held
            """,
            tables={"outreach_delivery": "SELECT, UPDATE"},
            volatile=True,
        ),
    ]
