from django.db import migrations

from careerrelay.core.migration_operations import tenant_wall

TABLES = [
    "tag",
    "tagging",
    "segment",
    "segmentmember",
    "savedview",
    "bulkdeed",
    "bulkdeedmember",
    "exportfile",
]


class Migration(migrations.Migration):
    dependencies = [("pool", "0001_initial"), ("accounts", "0002_walls")]

    operations = [tenant_wall(f"pool_{table}", organization=["organization_id"]) for table in TABLES]
