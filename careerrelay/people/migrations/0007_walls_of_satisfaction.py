from django.db import migrations

from careerrelay.core.migration_operations import append_only, definer_function, tenant_wall

# All that waits, or nothing of it where that is fewer than the least: the rows of many people in no one's scope.
CLOSE = """
    WITH waiting AS (
        SELECT s.id FROM people_satisfaction s
        WHERE s.company_id = p_company AND s.closed_at IS NULL AND s.given_at < p_until FOR UPDATE
    ), closed AS (
        UPDATE people_satisfaction s SET closed_at = p_at FROM waiting w
        WHERE s.id = w.id AND (SELECT count(*) FROM waiting) >= p_least
        RETURNING s.notice_version, s.score
    )
    SELECT c.notice_version::text, count(*), sum(c.score)::bigint FROM closed c GROUP BY 1 ORDER BY 1
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0006_satisfaction"), ("accounts", "0002_walls")]

    operations = [
        tenant_wall("people_satisfaction", person=["person_id"]),
        tenant_wall("people_satisfactionclosing", organization=["organization_id"]),
        append_only("people_satisfactionclosing"),
        definer_function(
            "people_close_satisfaction",
            arguments="p_company uuid, p_until timestamptz, p_at timestamptz, p_least integer",
            returns="TABLE (version text, answers bigint, score_sum bigint)",
            body=CLOSE,
            tables={"people_satisfaction": "SELECT, UPDATE"},
            volatile=True,
        ),
    ]
