from django.db import migrations

from careerrelay.core.migration_operations import tenant_wall

TABLES = ("retentionrule", "quarantine", "legalhold", "rightsrequest")


class Migration(migrations.Migration):
    dependencies = [("privacy", "0007_retention")]

    operations = [tenant_wall(f"privacy_{table}", organization=["organization_id"]) for table in TABLES]
