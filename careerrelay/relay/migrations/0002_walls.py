from django.db import migrations

from careerrelay.core.migration_operations import append_only, setting, tenant_wall


class Migration(migrations.Migration):
    dependencies = [("relay", "0001_initial"), ("accounts", "0002_walls")]

    operations = [
        # The operator writes; the parties read.
        tenant_wall(
            "relay_agreement",
            organization=["operator_id"],
            also=[f"{party} = {setting('organization_id')}" for party in ("company_id", "agency_id")],
        ),
        tenant_wall("relay_relay", organization=["operator_id"], person=["person_id"]),
        tenant_wall(
            "relay_provision", organization=["operator_id"], also=[f"person_id = {setting('person_id')}"]
        ),
        tenant_wall("relay_relayedprofile", organization=["organization_id"]),
        tenant_wall("relay_introduction", organization=["operator_id"]),
        tenant_wall(
            "relay_closing", organization=["operator_id"], also=[f"company_id = {setting('organization_id')}"]
        ),
        append_only("relay_provision"),
        append_only("relay_introduction"),
        append_only("relay_closing"),
    ]
