import django.contrib.postgres.indexes
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("audit", "0008_entries_about_staff")]

    operations = [
        migrations.AddIndex(
            model_name="auditentry",
            index=django.contrib.postgres.indexes.BrinIndex(fields=["at"], name="audit_entries_by_moment"),
        ),
    ]
