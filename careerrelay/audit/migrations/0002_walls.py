from django.db import migrations

from careerrelay.core.migration_operations import append_only, tenant_wall


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial"), ("accounts", "0002_walls")]

    operations = [
        tenant_wall("audit_auditentry", organization=["organization_id"], person=["person_id"]),
        append_only("audit_auditentry"),
    ]
