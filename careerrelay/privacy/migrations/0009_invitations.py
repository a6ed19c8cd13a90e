from django.contrib.postgres.indexes import GinIndex
from django.db import migrations

from careerrelay.core.migration_operations import definer_function


class Migration(migrations.Migration):
    dependencies = [("privacy", "0008_walls_of_retention"), ("people", "0007_walls_of_satisfaction")]

    operations = [
        # Before each invitation somebody asks whether one of its addresses was ever erased.
        migrations.AddIndex(
            model_name="tombstone",
            index=GinIndex(fields=["address_hashes"], name="tombstones_by_address"),
        ),
        # The links that were mailed to an address in the name of one company, as long as nobody answered from it.
        definer_function(
            "privacy_erase_links_at",
            arguments="p_company uuid, p_address_hash bytea",
            returns="bigint",
            body="""
                WITH gone AS (
                    DELETE FROM people_personallink l
                    WHERE l.address_hash = p_address_hash AND l.company_id = p_company
                      AND NOT EXISTS (SELECT 1 FROM people_personaddress a WHERE a.address_hash = p_address_hash)
                    RETURNING 1
                )
                SELECT count(*) FROM gone
            """,
            tables={"people_personallink": "SELECT, DELETE", "people_personaddress": "SELECT"},
            volatile=True,
        ),
    ]
