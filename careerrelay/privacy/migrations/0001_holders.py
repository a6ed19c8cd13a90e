from django.db import migrations

from careerrelay.core.migration_operations import definer_function


class Migration(migrations.Migration):
    initial = True
    dependencies = [
        ("accounts", "0002_walls"),
        ("candidates", "0002_walls"),
        ("people", "0002_walls"),
    ]

    operations = [
        # Whoever proved an address asks who holds it. By organization, so that the unique index of each is used; the
        # address of a job board tells nobody apart.
        definer_function(
            "privacy_records_of_addresses",
            arguments="p_canonicals text[]",
            returns="TABLE (organization_id uuid, candidate_id uuid)",
            body="""
                SELECT o.id, a.candidate_id
                FROM accounts_organization o
                JOIN candidates_candidateaddress a
                    ON a.organization_id = o.id AND a.canonical = ANY (p_canonicals) AND NOT a.is_proxy
                WHERE o.kind = 'company' ORDER BY o.id, a.candidate_id
            """,
            tables={"accounts_organization": "SELECT", "candidates_candidateaddress": "SELECT"},
        ),
    ]
