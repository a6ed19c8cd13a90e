from django.db import migrations

from careerrelay.core.migration_operations import tenant_wall


class Migration(migrations.Migration):
    dependencies = [("privacy", "0005_breaches"), ("accounts", "0002_walls")]

    operations = [
        tenant_wall("privacy_breach", organization=["organization_id"]),
        tenant_wall("privacy_breachedrecord", organization=["organization_id"]),
    ]
