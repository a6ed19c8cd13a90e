from django.db import migrations

from careerrelay.core.migration_operations import append_only, definer_function, tenant_wall


class Migration(migrations.Migration):
    dependencies = [("privacy", "0002_tombstones"), ("consent", "0002_walls")]

    operations = [
        tenant_wall("privacy_tombstone", organization=["operator_id"]),
        tenant_wall("privacy_deletionproof", organization=["organization_id"]),
        append_only("privacy_tombstone"),
        append_only("privacy_deletionproof"),
        # A link that was mailed and not answered belongs to a person to be: only its address leads to it.
        definer_function(
            "privacy_erase_links",
            arguments="p_address_hashes bytea[]",
            returns="bigint",
            body="""
                WITH gone AS (
                    DELETE FROM people_personallink l WHERE l.address_hash = ANY (p_address_hashes) RETURNING 1
                )
                SELECT count(*) FROM gone
            """,
            tables={"people_personallink": "SELECT, DELETE"},
            volatile=True,
        ),
        # For the journal that lies outside of the database: ids, keyed hashes and moments of every tenant.
        definer_function(
            "privacy_tombstones_since",
            arguments="p_at timestamptz",
            returns="SETOF privacy_tombstone",
            body="SELECT * FROM privacy_tombstone t WHERE t.at >= p_at ORDER BY t.at, t.id",
            tables={"privacy_tombstone": "SELECT"},
        ),
        definer_function(
            "privacy_revocations_since",
            arguments="p_at timestamptz",
            returns="TABLE (id uuid, person_id uuid, candidate_id uuid, purpose text, company_id uuid,"
            " recipient_id uuid, at timestamptz)",
            body="""
                SELECT s.id, s.person_id, s.candidate_id, s.purpose::text, s.company_id, s.recipient_id, s.at
                FROM consent_statement s WHERE s.deed = 'revoke' AND s.at >= p_at ORDER BY s.at, s.id
            """,
            tables={"consent_statement": "SELECT"},
        ),
    ]
