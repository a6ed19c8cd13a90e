from django.db import migrations

from careerrelay.core.migration_operations import append_only, definer_function

TABLES = ("relay_provision", "relay_correction")
BEFORE = [append_only(table) for table in TABLES]

# The corrections and the records of these relays. A row that still has to be kept refuses, and so the whole deed.
ERASE = """
    DECLARE
        corrected bigint;
        provided bigint;
    BEGIN
        PERFORM set_config('app.erasing', 'yes', true);
        DELETE FROM relay_correction c USING relay_provision p
        WHERE p.id = c.provision_id AND p.operator_id = p_operator AND p.relay_id = ANY (p_relays);
        GET DIAGNOSTICS corrected = ROW_COUNT;
        DELETE FROM relay_provision p WHERE p.operator_id = p_operator AND p.relay_id = ANY (p_relays);
        GET DIAGNOSTICS provided = ROW_COUNT;
        PERFORM set_config('app.erasing', '', true);
        RETURN QUERY SELECT corrected, provided;
    END
"""


class Migration(migrations.Migration):
    dependencies = [("relay", "0005_walls_of_notices")]

    operations = [
        *(migrations.RunSQL(str(before.reverse_sql), str(before.sql)) for before in BEFORE),
        *(append_only(table, is_erasable=True, kept_until="keep_until_on") for table in TABLES),
        definer_function(
            "relay_erase_records",
            arguments="p_operator uuid, p_relays uuid[]",
            returns="TABLE (corrections bigint, provisions bigint)",
            body=ERASE,
            tables=dict.fromkeys(TABLES, "SELECT, DELETE"),
            volatile=True,
            language="plpgsql",
        ),
    ]
