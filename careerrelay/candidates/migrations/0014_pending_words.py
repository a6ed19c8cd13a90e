import django.contrib.postgres.indexes
from django.db import migrations

# Entered one by one, the words of somebody cost eight times as much as entered a few hundred people at a time. A
# megabyte that waits is read with each question in a millisecond; whoever makes it longer enters it.
WAITING = "fastupdate = on, gin_pending_list_limit = 1024"
INDEXES = (("words", "candidates_words"), ("inner_words", "candidates_inner_words"))


def remembered(field: str, name: str) -> list:
    """The state alone: the index is not built anew."""
    waiting = django.contrib.postgres.indexes.GinIndex(
        fields=[field], name=name, fastupdate=True, gin_pending_list_limit=1024
    )
    return [
        migrations.RemoveIndex(model_name="candidatesearch", name=name),
        migrations.AddIndex(model_name="candidatesearch", index=waiting),
    ]


class Migration(migrations.Migration):
    dependencies = [("candidates", "0013_listing")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    f"ALTER INDEX {name} SET ({WAITING})", f"ALTER INDEX {name} SET (fastupdate = off)"
                )
                for _, name in INDEXES
            ],
            state_operations=[operation for field, name in INDEXES for operation in remembered(field, name)],
        )
    ]
