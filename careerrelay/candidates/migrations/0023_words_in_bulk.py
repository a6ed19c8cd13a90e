import django.contrib.postgres.indexes
from django.db import migrations

INDEXES = (("words", "candidates_words"), ("inner_words", "candidates_inner_words"))


def remembered(field: str, name: str) -> list:
    """The state alone: the index is not built anew."""
    return [
        migrations.RemoveIndex(model_name="candidatesearch", name=name),
        migrations.AddIndex(
            model_name="candidatesearch",
            index=django.contrib.postgres.indexes.GinIndex(fields=[field], name=name, fastupdate=True),
        ),
    ]


class Migration(migrations.Migration):
    dependencies = [("candidates", "0022_note_few")]

    operations = [
        # How long the list of words may become that wait for the index is what whoever writes says: an import far more
        # than the usual four megabytes, which halves its work.
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    f"ALTER INDEX {name} RESET (gin_pending_list_limit)",
                    f"ALTER INDEX {name} SET (gin_pending_list_limit = 1024)",
                )
                for _, name in INDEXES
            ],
            state_operations=[operation for field, name in INDEXES for operation in remembered(field, name)],
        ),
        # Packing saved a seventh of the room, and took as long as all the rest of writing the row.
        migrations.RunSQL(
            "ALTER TABLE candidates_candidatesearch ALTER COLUMN words SET STORAGE EXTERNAL",
            "ALTER TABLE candidates_candidatesearch ALTER COLUMN words SET STORAGE EXTENDED",
        ),
    ]
