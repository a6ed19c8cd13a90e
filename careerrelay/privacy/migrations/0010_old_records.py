from django.db import migrations, models

from careerrelay.core.migration_operations import definer_function

CAUSES = [
    ("erasure", "Erasure"),
    ("retention", "Retention"),
    ("expiry", "Expiry"),
    ("request", "Request"),
    ("records", "Records"),
]

# What whoever is gone had said until then: everything of a person who was erased everywhere, what was said to a company
# that erased its record. Not what rests under something that was handed over, until its record goes.
STATEMENTS_OF_THE_GONE = """
    WITH gone AS (
        SELECT s.id, s.person_id, s.purpose, s.recipient_id FROM privacy_tombstone t
        JOIN consent_statement s ON s.person_id = t.person_id AND s.at <= t.at
        WHERE t.operator_id = p_keeper AND t.at < p_at
          AND (t.organization_id IS NULL OR s.organization_id = t.organization_id)
        UNION
        SELECT s.id, s.person_id, s.purpose, s.recipient_id FROM privacy_tombstone t
        JOIN consent_statement s ON s.organization_id = t.organization_id
             AND s.candidate_id = ANY (t.candidate_ids) AND s.at <= t.at
        WHERE t.operator_id = p_keeper AND t.at < p_at
    )
    SELECT g.id FROM gone g
    WHERE g.purpose <> 'relay' OR NOT EXISTS (
        SELECT 1 FROM relay_relay r
        WHERE r.person_id = g.person_id AND r.agency_id = g.recipient_id AND r.provided_at IS NOT NULL)
    ORDER BY g.id
"""


class Migration(migrations.Migration):
    dependencies = [
        ("privacy", "0009_invitations"),
        ("relay", "0006_old_records"),
        ("consent", "0007_erase_statements"),
    ]

    operations = [
        *(
            migrations.AlterField(
                model_name=model, name="cause", field=models.CharField(choices=CAUSES, max_length=10)
            )
            for model in ("deletionproof", "tombstone")
        ),
        definer_function(
            "privacy_statements_of_the_gone",
            arguments="p_keeper uuid, p_at timestamptz",
            returns="TABLE (id uuid)",
            body=STATEMENTS_OF_THE_GONE,
            tables={"relay_relay": "SELECT"},
        ),
    ]
