from django.db import migrations

from careerrelay.core.migration_operations import definer_function


class Migration(migrations.Migration):
    dependencies = [("people", "0008_knocks")]

    operations = [
        # Somebody's link is old, and they type their address: whose name stood in the last mail to it.
        definer_function(
            "people_company_of_links",
            arguments="p_address_hash bytea",
            returns="uuid",
            body="""
                SELECT l.company_id FROM people_personallink l WHERE l.address_hash = p_address_hash
                ORDER BY l.issued_at DESC, l.id DESC LIMIT 1
            """,
            tables={"people_personallink": "SELECT"},
        ),
    ]
