import django.db.models.deletion
from django.db import migrations, models

import careerrelay.core.ids


class Migration(migrations.Migration):
    """The table stays where privacy.0007 makes it. Its model comes down to this floor, so that every list here can
    leave out who is set aside."""

    dependencies = [
        ("candidates", "0020_evaluations_from_files"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="Quarantine",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=careerrelay.core.ids.new_id,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("set_aside_on", models.DateField()),
                        ("erase_on", models.DateField()),
                        (
                            "candidate",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="candidates.candidate",
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
                        "db_table": "privacy_quarantine",
                        "indexes": [
                            models.Index(fields=["organization", "erase_on"], name="quarantine_by_day")
                        ],
                    },
                )
            ]
        )
    ]
