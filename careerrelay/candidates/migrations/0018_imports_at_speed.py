from django.db import migrations, models

# A new application can only add a state, or a newer day. Where its candidate says so already, as each that an import
# writes does, one look at the candidate is all: not half of the work of a row any more.
NOTE_NEW_APPLICATIONS = """
CREATE FUNCTION candidates_note_new_applications() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE candidates_candidate c
    SET last_applied_on = newest.day, application_states = newest.states
    FROM (
        SELECT one.candidate_id, max(a.applied_on) AS day,
            coalesce(array_agg(DISTINCT a.state) FILTER (WHERE a.state IS NOT NULL), '{}') AS states
        FROM (
            SELECT DISTINCT t.candidate_id FROM touched t JOIN candidates_candidate k ON k.id = t.candidate_id
            WHERE t.state <> ALL (k.application_states)
               OR t.applied_on > coalesce(k.last_applied_on, '-infinity')
        ) one
        LEFT JOIN candidates_application a ON a.candidate_id = one.candidate_id
        GROUP BY one.candidate_id
    ) newest
    WHERE c.id = newest.candidate_id;
    RETURN NULL;
END $$;
DROP TRIGGER note_applications_insert ON candidates_application;
CREATE TRIGGER note_applications_insert AFTER INSERT ON candidates_application
    REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION candidates_note_new_applications();
"""
NOTE_AS_BEFORE = """
DROP TRIGGER note_applications_insert ON candidates_application;
CREATE TRIGGER note_applications_insert AFTER INSERT ON candidates_application
    REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION candidates_note_applications();
DROP FUNCTION candidates_note_new_applications();
"""
# The owner sees nothing under a forced wall, so it is lowered for the length of this statement.
FILL = """
ALTER TABLE candidates_import NO FORCE ROW LEVEL SECURITY;
UPDATE candidates_import SET compared_at = ended_at WHERE ended_at IS NOT NULL;
ALTER TABLE candidates_import FORCE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [("candidates", "0017_pairs_of_words")]

    operations = [
        migrations.AddField(
            model_name="import", name="compared_at", field=models.DateTimeField(null=True)
        ),
        migrations.AddField(model_name="import", name="counted_as", field=models.JSONField(null=True)),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        # Not packed, a piece of it is read without the rest.
        migrations.RunSQL(
            "ALTER TABLE candidates_import ALTER COLUMN content SET STORAGE EXTERNAL",
            "ALTER TABLE candidates_import ALTER COLUMN content SET STORAGE EXTENDED",
        ),
        migrations.RunSQL(NOTE_NEW_APPLICATIONS, NOTE_AS_BEFORE),
    ]
