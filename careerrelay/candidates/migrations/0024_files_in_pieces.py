import django.db.models.deletion
from django.db import migrations, models

import careerrelay.core.ids
from careerrelay.core.migration_operations import tenant_wall

# The owner sees nothing under a forced wall, so it is lowered for the length of these statements.
FILL = """
ALTER TABLE candidates_import NO FORCE ROW LEVEL SECURITY;
INSERT INTO candidates_importpiece (id, organization_id, of_import_id, number, content)
SELECT gen_random_uuid(), i.organization_id, i.id, place, substring(i.content FROM place * 1000000 + 1 FOR 1000000)
FROM candidates_import i CROSS JOIN LATERAL generate_series(0, (octet_length(i.content) - 1) / 1000000) place
WHERE octet_length(i.content) > 0;
UPDATE candidates_import SET file_bytes = octet_length(content) WHERE octet_length(content) > 0;
SET CONSTRAINTS ALL IMMEDIATE;
ALTER TABLE candidates_import FORCE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_walls"),
        ("candidates", "0023_words_in_bulk"),
    ]

    operations = [
        migrations.AddField(
            model_name="import", name="file_bytes", field=models.PositiveBigIntegerField(default=0)
        ),
        migrations.CreateModel(
            name="ImportPiece",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=careerrelay.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("content", models.BinaryField()),
                (
                    "of_import",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="candidates.import",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organization",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("of_import", "number"), name="one_piece_of_a_file_at_a_place"
                    )
                ],
            },
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.RemoveField(model_name="import", name="content"),
        tenant_wall("candidates_importpiece", organization=["organization_id"]),
    ]
