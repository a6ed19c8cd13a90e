from django.db import migrations

from careerrelay.core.migration_operations import setting, tenant_wall


class Migration(migrations.Migration):
    dependencies = [("relay", "0007_placements")]

    operations = [
        tenant_wall(
            "relay_placement",
            organization=["agency_id", "operator_id"],
            also=[f"person_id = {setting('person_id')}"],
        ),
    ]
