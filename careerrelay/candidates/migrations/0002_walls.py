from django.db import migrations

from careerrelay.core.migration_operations import tenant_wall

TABLES = ["candidate", "candidateaddress", "application", "rejection", "import", "importrefusal"]


class Migration(migrations.Migration):
    dependencies = [("candidates", "0001_initial"), ("accounts", "0002_walls")]

    operations = [tenant_wall(f"candidates_{table}", organization=["organization_id"]) for table in TABLES]
