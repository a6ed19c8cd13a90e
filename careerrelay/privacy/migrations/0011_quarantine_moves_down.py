from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("privacy", "0010_old_records"), ("candidates", "0021_quarantine")]

    operations = [
        migrations.SeparateDatabaseAndState(state_operations=[migrations.DeleteModel(name="Quarantine")])
    ]
