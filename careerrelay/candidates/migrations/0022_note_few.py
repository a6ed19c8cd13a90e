from django.db import migrations

# A planner that does not know a young table yet reads a whole company to look at the people of one statement. Asked
# for each of them, and by a list of ids, it cannot. Where nothing that counts changed, it is asked nothing.
NOTE = """
    IF ids <> '{}' THEN
        UPDATE candidates_candidate c
        SET (last_applied_on, application_states) = (
            SELECT max(a.applied_on), coalesce(array_agg(DISTINCT a.state), '{}')
            FROM candidates_application a WHERE a.candidate_id = c.id
        )
        WHERE c.id = ANY (ids);
    END IF;
    RETURN NULL;
"""
FUNCTION = """
CREATE OR REPLACE FUNCTION candidates_{name}() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE ids uuid[] := ARRAY({ids});
BEGIN {note} END $$;
"""
NEW = """
    SELECT DISTINCT t.candidate_id FROM touched t CROSS JOIN LATERAL (
        SELECT k.application_states, k.last_applied_on FROM candidates_candidate k WHERE k.id = t.candidate_id OFFSET 0
    ) k
    WHERE t.state <> ALL (k.application_states) OR t.applied_on > coalesce(k.last_applied_on, '-infinity')
"""
MOVED = """
    SELECT t.candidate_id FROM touched t JOIN before b USING (id)
    WHERE (t.candidate_id, t.state, t.applied_on) IS DISTINCT FROM (b.candidate_id, b.state, b.applied_on)
    UNION SELECT b.candidate_id FROM before b JOIN touched t USING (id) WHERE t.candidate_id <> b.candidate_id
"""
GONE = "SELECT DISTINCT candidate_id FROM touched"
FUNCTIONS = "".join(
    FUNCTION.format(name=name, ids=ids, note=NOTE)
    for name, ids in (
        ("note_new_applications", NEW),
        ("note_moved_applications", MOVED),
        ("note_applications", GONE),
    )
)


class Migration(migrations.Migration):
    dependencies = [("candidates", "0021_quarantine")]

    operations = [migrations.RunSQL(FUNCTIONS, migrations.RunSQL.noop)]
