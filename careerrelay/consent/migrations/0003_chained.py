from django.db import migrations

from careerrelay.core.migration_operations import (
    APP_ROLE,
    DEFINER_ROLE,
    append_only,
    definer_function,
)

NETWORK = "00000000-0000-0000-0000-000000000000"

# As rules.chained.statement_payload makes them. An old chain is checked by this, so it never changes.
PAYLOAD = f"""
    CREATE FUNCTION consent_payload(s consent_statement) RETURNS bytea LANGUAGE sql STABLE
        SET search_path = pg_catalog, public, pg_temp
    AS $$
        SELECT convert_to(array_to_string(ARRAY[
            s.id::text, s.person_id::text, s.organization_id::text, s.candidate_id::text, s.purpose, s.deed,
            s.company_id::text, s.recipient_id::text, array_to_string(s.categories, ','), s.permit_number, s.text_id,
            s.channel, to_char(s.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
        ], E'\\x1f', ''), 'UTF8')
    $$;
    REVOKE ALL ON FUNCTION consent_payload(consent_statement) FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION consent_payload(consent_statement) TO {DEFINER_ROLE};
    GRANT SELECT, DELETE ON consent_statement TO {DEFINER_ROLE};
"""

# What was stated before there were chains gets its links, in the order in which it was said.
CHAIN_WHAT_IS_THERE = f"""
    SET LOCAL ROLE {DEFINER_ROLE};
    DO $$
    DECLARE
        batch record;
    BEGIN
        FOR batch IN
            WITH salted AS MATERIALIZED (
                SELECT s.id, s.person_id, s.at, consent_payload(s) AS payload,
                       coalesce(s.organization_id, o.operator_id, '{NETWORK}') AS owner,
                       sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())) AS salt
                FROM consent_statement s LEFT JOIN accounts_organization o ON o.id = s.company_id
                WHERE NOT EXISTS (SELECT 1 FROM audit_salt p WHERE p.row_id = s.id)
            )
            SELECT owner, array_agg('row'::text ORDER BY at, id) AS kinds,
                   array_agg(id ORDER BY at, id) AS chained, array_agg(person_id ORDER BY at, id) AS people,
                   array_agg(salt ORDER BY at, id) AS salts,
                   array_agg(sha256('careerrelay/commitment/1/'::bytea || salt || payload) ORDER BY at, id) AS hashes
            FROM salted GROUP BY owner ORDER BY owner
        LOOP
            PERFORM audit_append('consent', batch.owner, batch.kinds, batch.hashes, batch.chained, batch.people,
                                 batch.salts);
        END LOOP;
    END $$;
    RESET ROLE;
"""

# The statements and their salts go; one link a chain says which links can no longer be opened.
ERASE = """
    DECLARE
        batch record;
        number bigint;
        erased bigint := 0;
    BEGIN
        PERFORM set_config('app.erasing', 'yes', true);
        FOR batch IN
            SELECT c.id, c.owner_id, c.keeper_id, array_agg(o.seq ORDER BY o.seq) AS numbers,
                   array_agg(s.id ORDER BY o.seq) AS chained
            FROM consent_statement s
            JOIN audit_salt o ON o.row_id = s.id JOIN audit_chain c ON c.id = o.chain_id
            WHERE s.person_id = p_person AND (p_company IS NULL OR s.organization_id = p_company)
            GROUP BY c.id ORDER BY c.owner_id
        LOOP
            SELECT a.to_seq INTO number FROM audit_append('consent', batch.owner_id, '{erasure}',
                ARRAY[sha256(convert_to('careerrelay/erasure/1/' || array_to_string(batch.numbers, ','), 'UTF8'))],
                '{NULL}', '{NULL}', '{NULL}') a;
            INSERT INTO audit_erasedlink (id, chain_id, keeper_id, seq, by_seq, row_id)
                SELECT gen_random_uuid(), batch.id, batch.keeper_id, gone.seq, number, gone.row_id
                FROM unnest(batch.numbers, batch.chained) AS gone (seq, row_id);
            DELETE FROM audit_salt o WHERE o.row_id = ANY (batch.chained);
        END LOOP;
        DELETE FROM consent_statement s
        WHERE s.person_id = p_person AND (p_company IS NULL OR s.organization_id = p_company);
        GET DIAGNOSTICS erased = ROW_COUNT;
        PERFORM set_config('app.erasing', '', true);
        RETURN erased;
    END
"""

STATEMENT_FAULTS = """
    SELECT o.seq, CASE WHEN s.id IS NULL THEN 'removed' ELSE 'changed' END
    FROM audit_salt o
    JOIN audit_chain c ON c.id = o.chain_id AND c.kind = 'consent'
    JOIN audit_chainlink l ON l.chain_id = o.chain_id AND l.seq = o.seq
    LEFT JOIN consent_statement s ON s.id = o.row_id
    WHERE s.id IS NULL OR l.commitment <> sha256('careerrelay/commitment/1/'::bytea || o.salt || consent_payload(s))
    UNION ALL
    SELECT 0, 'never chained' FROM consent_statement s
    WHERE NOT EXISTS (SELECT 1 FROM audit_salt o WHERE o.row_id = s.id)
    UNION ALL
    SELECT 0, 'text changed' FROM consent_servedtext t WHERE t.hash <> encode(sha256(t.document), 'hex')
    ORDER BY 1
"""

BEFORE = append_only("consent_statement")


class Migration(migrations.Migration):
    dependencies = [("consent", "0002_walls"), ("audit", "0005_chain_walls")]

    operations = [
        migrations.RunSQL(PAYLOAD, "DROP FUNCTION consent_payload(consent_statement)"),
        migrations.RunSQL(str(BEFORE.reverse_sql), str(BEFORE.sql)),
        append_only("consent_statement", is_erasable=True),
        migrations.RunSQL(f"REVOKE UPDATE, DELETE, TRUNCATE ON consent_statement FROM {APP_ROLE}", ""),
        migrations.RunSQL(CHAIN_WHAT_IS_THERE, ""),
        definer_function(
            "consent_erase",
            arguments="p_person uuid, p_company uuid",
            returns="bigint",
            body=ERASE,
            tables={},
            volatile=True,
            language="plpgsql",
        ),
        definer_function(
            "consent_statement_faults",
            arguments="",
            returns="TABLE (seq bigint, fault text)",
            body=STATEMENT_FAULTS,
            tables={"consent_servedtext": "SELECT"},
        ),
    ]
