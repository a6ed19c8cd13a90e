from django.db import migrations

from careerrelay.core.migration_operations import definer_function, tenant_wall


class Migration(migrations.Migration):
    dependencies = [("people", "0003_wishes")]

    operations = [
        tenant_wall("people_contactwish", person=["person_id"]),
        tenant_wall("people_pause", person=["person_id"]),
        tenant_wall("people_hiddencompany", person=["person_id"]),
        # A company asks it about those who let it write to them, a page of a list at a time.
        definer_function(
            "people_reaches_of",
            arguments="p_person_ids uuid[]",
            returns="""TABLE (person_id uuid, wished text, from_on date, holds_relays boolean,
                               is_paused boolean)""",
            body="""
                SELECT p.id, w."when"::text, w.from_on, w.holds_relays, b.person_id IS NOT NULL
                FROM unnest(p_person_ids) AS p(id)
                LEFT JOIN people_contactwish w ON w.person_id = p.id
                LEFT JOIN people_pause b ON b.person_id = p.id AND b.ended_at IS NULL
                WHERE w.person_id IS NOT NULL OR b.person_id IS NOT NULL
            """,
            tables={"people_contactwish": "SELECT", "people_pause": "SELECT"},
        ),
    ]
