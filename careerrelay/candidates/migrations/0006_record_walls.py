from django.db import migrations

from careerrelay.core.migration_operations import tenant_wall

TABLES = [
    "candidatephone",
    "employment",
    "schooling",
    "languageskill",
    "qualification",
    "candidateskill",
    "candidatefile",
    "note",
    "customfield",
    "rejectionreason",
    "withdrawal",
    "interview",
    "interviewer",
    "evaluation",
    "importchange",
    "rememberedcolumns",
    "duplicatepair",
    "merge",
]

# One number a candidate moves to its own rows. The owner sees nothing under a forced wall, so it is lowered for the
# length of this statement, which nobody else can see.
MOVE_PHONES = migrations.RunSQL(
    """
    ALTER TABLE candidates_candidate NO FORCE ROW LEVEL SECURITY;
    ALTER TABLE candidates_candidatephone NO FORCE ROW LEVEL SECURITY;
    INSERT INTO candidates_candidatephone (id, organization_id, candidate_id, number, canonical)
        SELECT gen_random_uuid(), organization_id, id, phone,
               regexp_replace(regexp_replace(phone, '[^0-9+]', '', 'g'), '^0', '+81')
        FROM candidates_candidate WHERE phone <> '';
    ALTER TABLE candidates_candidate FORCE ROW LEVEL SECURITY;
    ALTER TABLE candidates_candidatephone FORCE ROW LEVEL SECURITY;
    """,
    migrations.RunSQL.noop,
)


class Migration(migrations.Migration):
    dependencies = [("candidates", "0005_record"), ("accounts", "0002_walls")]

    operations = [
        MOVE_PHONES,
        migrations.RemoveField(model_name="candidate", name="phone"),
        *[tenant_wall(f"candidates_{table}", organization=["organization_id"]) for table in TABLES],
    ]
