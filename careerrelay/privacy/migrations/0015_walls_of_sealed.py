from django.db import migrations

from careerrelay.core.migration_operations import tenant_wall

TABLES = ("sealedrecord", "sealedreading")


class Migration(migrations.Migration):
    dependencies = [("privacy", "0014_held_from_erasure")]

    operations = [tenant_wall(f"privacy_{table}", organization=["organization_id"]) for table in TABLES]
