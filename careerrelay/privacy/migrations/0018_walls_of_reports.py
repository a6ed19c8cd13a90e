from django.db import migrations

from careerrelay.core.migration_operations import tenant_wall


class Migration(migrations.Migration):
    dependencies = [("privacy", "0017_breach_reports"), ("accounts", "0002_walls")]

    operations = [tenant_wall("privacy_breachreport", organization=["organization_id"])]
