from django.db import migrations

from careerrelay.core.migration_operations import append_only, definer_function

# These statements, their salts, and that they were asked about; one link a chain says which links can no longer be
# opened. Chains of companies first, as everybody takes them.
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
            WHERE s.id = ANY (p_statements)
            GROUP BY c.id ORDER BY bool_or(s.organization_id IS NULL), c.owner_id
        LOOP
            SELECT a.to_seq INTO number FROM audit_append('consent', batch.owner_id, '{erasure}',
                ARRAY[sha256(convert_to('careerrelay/erasure/1/' || array_to_string(batch.numbers, ','), 'UTF8'))],
                '{NULL}', '{NULL}', '{NULL}') a;
            INSERT INTO audit_erasedlink (id, chain_id, keeper_id, seq, by_seq, row_id)
                SELECT gen_random_uuid(), batch.id, batch.keeper_id, gone.seq, number, gone.row_id
                FROM unnest(batch.numbers, batch.chained) AS gone (seq, row_id);
            DELETE FROM audit_salt o WHERE o.row_id = ANY (batch.chained);
        END LOOP;
        DELETE FROM consent_renewalquestion q WHERE q.statement_id = ANY (p_statements);
        DELETE FROM consent_statement s WHERE s.id = ANY (p_statements);
        GET DIAGNOSTICS erased = ROW_COUNT;
        PERFORM set_config('app.erasing', '', true);
        RETURN erased;
    END
"""

BEFORE = append_only("consent_renewalquestion")


class Migration(migrations.Migration):
    dependencies = [("consent", "0006_renewal_walls")]

    operations = [
        migrations.RunSQL("DROP FUNCTION consent_erase(uuid, uuid)", ""),
        definer_function(
            "consent_erase",
            arguments="p_statements uuid[]",
            returns="bigint",
            body=ERASE,
            tables={"consent_renewalquestion": "SELECT, DELETE"},
            volatile=True,
            language="plpgsql",
        ),
        migrations.RunSQL(str(BEFORE.reverse_sql), str(BEFORE.sql)),
        append_only("consent_renewalquestion", is_erasable=True),
    ]
