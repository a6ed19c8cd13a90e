from django.db import migrations

from careerrelay.core.migration_operations import append_only, setting, tenant_wall


class Migration(migrations.Migration):
    dependencies = [("relay", "0004_data_notices")]

    operations = [
        tenant_wall(
            "relay_datanotice",
            organization=["agency_id", "operator_id"],
            also=[f"person_id = {setting('person_id')}"],
        ),
        tenant_wall(
            "relay_correction", organization=["operator_id"], also=[f"person_id = {setting('person_id')}"]
        ),
        append_only("relay_correction"),
    ]
