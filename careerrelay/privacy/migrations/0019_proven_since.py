from django.db import migrations

from careerrelay.core.migration_operations import definer_function


class Migration(migrations.Migration):
    dependencies = [
        ("privacy", "0018_walls_of_reports"),
        ("consent", "0007_erase_statements"),
        ("people", "0010_links_that_ended"),
        ("relay", "0011_who_stopped_a_permit"),
    ]

    # For the journal outside of the database: ids, moments, keyed hashes, and what is sealed in the records themselves.
    operations = [
        definer_function(
            "privacy_grants_since",
            arguments="p_at timestamptz",
            returns="TABLE (id uuid, person_id uuid, organization_id uuid, candidate_id uuid, purpose text,"
            " company_id uuid, recipient_id uuid, categories text[], permit_number text, text_hash text,"
            " channel text, at timestamptz)",
            body="""
                SELECT s.id, s.person_id, s.organization_id, s.candidate_id, s.purpose::text, s.company_id,
                    s.recipient_id, s.categories::text[], s.permit_number::text, s.text_id::text, s.channel::text, s.at
                FROM consent_statement s WHERE s.deed = 'grant' AND s.at >= p_at ORDER BY s.at, s.id
            """,
            tables={"consent_statement": "SELECT"},
        ),
        definer_function(
            "privacy_provisions_since",
            arguments="p_at timestamptz",
            returns="TABLE (id uuid, operator_id uuid, person_id uuid, relay_id uuid, company_id uuid, agency_id uuid,"
            " recipient_name text, recipient_address text, recipient_representative text, permit_number text,"
            " categories text[], statement_id uuid, text_hash text, sealed bytea, keep_until_on date,"
            " person_hash bytea, granted_at timestamptz, provided_at timestamptz)",
            body="""
                SELECT p.id, p.operator_id, p.person_id, p.relay_id, p.company_id, p.agency_id,
                    p.recipient_name::text, p.recipient_address::text, p.recipient_representative::text,
                    p.permit_number::text, p.categories::text[], p.statement_id, p.text_hash::text, p.sealed,
                    p.keep_until_on, r.person_hash, r.granted_at, p.provided_at
                FROM relay_provision p JOIN relay_relay r ON r.id = p.relay_id
                WHERE p.provided_at >= p_at ORDER BY p.provided_at, p.id
            """,
            tables={"relay_provision": "SELECT", "relay_relay": "SELECT"},
        ),
        definer_function(
            "privacy_corrections_since",
            arguments="p_at timestamptz",
            returns="TABLE (id uuid, operator_id uuid, person_id uuid, provision_id uuid, items text[], sealed bytea,"
            " keep_until_on date, provided_at timestamptz)",
            body="""
                SELECT c.id, c.operator_id, c.person_id, c.provision_id, c.items::text[], c.sealed, c.keep_until_on,
                    c.provided_at
                FROM relay_correction c WHERE c.provided_at >= p_at ORDER BY c.provided_at, c.id
            """,
            tables={"relay_correction": "SELECT"},
        ),
        definer_function(
            "privacy_confirmed_since",
            arguments="p_at timestamptz",
            returns="TABLE (id uuid, person_id uuid, confirmed_at timestamptz)",
            body="""
                SELECT f.id, f.person_id, f.confirmed_at FROM people_profile f
                WHERE f.confirmed_at >= p_at ORDER BY f.confirmed_at, f.id
            """,
            tables={"people_profile": "SELECT"},
        ),
    ]
