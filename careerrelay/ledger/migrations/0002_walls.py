from django.db import migrations

from careerrelay.core.migration_operations import APP_ROLE, append_only, tenant_wall

# Every INSERT brings entries that balance, so every posting does at any moment: by statement and not deferred,
# because a check at the commit would run while the hot balance row is locked. The trigger sees the tenant's
# rows only; an account or a posting of somebody else counts as missing.
ENTRIES_BALANCE = migrations.RunSQL(
    """
    CREATE FUNCTION ledger_refuse_unbalanced() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        wrong uuid;
    BEGIN
        SELECT fresh.posting_id INTO wrong
        FROM fresh
        LEFT JOIN ledger_posting p ON p.id = fresh.posting_id AND p.operator_id = fresh.operator_id
        LEFT JOIN ledger_ledgeraccount a ON a.id = fresh.account_id AND a.operator_id = fresh.operator_id
        GROUP BY fresh.posting_id, a.unit
        HAVING sum(fresh.amount) <> 0 OR count(p.id) < count(*) OR a.unit IS NULL
        LIMIT 1;
        IF FOUND THEN
            RAISE EXCEPTION 'the entries of posting % do not balance', wrong USING ERRCODE = 'check_violation';
        END IF;
        RETURN NULL;
    END $$;
    CREATE TRIGGER entries_balance AFTER INSERT ON ledger_entry REFERENCING NEW TABLE AS fresh
        FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_unbalanced();
    """,
    """
    DROP TRIGGER entries_balance ON ledger_entry;
    DROP FUNCTION ledger_refuse_unbalanced();
    """,
)

# An account is opened once; afterwards only its balance moves.
ONLY_BALANCES_MOVE = migrations.RunSQL(
    f"""
    REVOKE UPDATE, DELETE, TRUNCATE ON ledger_ledgeraccount FROM {APP_ROLE};
    GRANT UPDATE (balance) ON ledger_ledgeraccount TO {APP_ROLE};
    ALTER TABLE ledger_ledgeraccount SET (fillfactor = 50);
    """,
    f"""
    ALTER TABLE ledger_ledgeraccount RESET (fillfactor);
    GRANT UPDATE, DELETE ON ledger_ledgeraccount TO {APP_ROLE};
    """,
)

# The entries of one posting and the balances that they move, in one round trip: the hot row stays locked for as
# long as the server works, not for as long as the network talks. Input: one array per column, in lock order;
# an account that is not open yet is opened. Rows: kind, balance and ratio of each account after the move.
ENTER = migrations.RunSQL(
    f"""
    CREATE FUNCTION ledger_enter(
        p_operator uuid, p_posting uuid, p_ratio integer, p_entries uuid[], p_accounts uuid[],
        p_owners uuid[], p_kinds text[], p_units text[], p_amounts bigint[]
    ) RETURNS TABLE (kind text, balance bigint, ratio integer) LANGUAGE plpgsql AS $$
    #variable_conflict use_column
    DECLARE
        moved ledger_ledgeraccount;
        accounts uuid[] := '{{}}';
        balances bigint[] := '{{}}';
    BEGIN
        FOR line IN 1 .. cardinality(p_kinds) LOOP
            LOOP
                UPDATE ledger_ledgeraccount SET balance = balance + p_amounts[line]
                    WHERE operator_id = p_operator AND owner_id = p_owners[line] AND kind = p_kinds[line]
                    RETURNING * INTO moved;
                EXIT WHEN FOUND;
                INSERT INTO ledger_ledgeraccount (id, operator_id, owner_id, kind, unit, ratio, balance)
                    VALUES (p_accounts[line], p_operator, p_owners[line], p_kinds[line], p_units[line],
                            CASE p_kinds[line] WHEN 'introductions' THEN p_ratio END, 0)
                    ON CONFLICT DO NOTHING;
            END LOOP;
            accounts := accounts || moved.id;
            balances := balances || moved.balance;
            RETURN QUERY SELECT moved.kind::text, moved.balance, moved.ratio;
        END LOOP;
        INSERT INTO ledger_entry (id, operator_id, posting_id, account_id, amount, balance_after)
            SELECT line.id, p_operator, p_posting, line.account_id, line.amount, line.balance
            FROM unnest(p_entries, accounts, p_amounts, balances) AS line (id, account_id, amount, balance);
    END $$;
    GRANT EXECUTE ON FUNCTION
        ledger_enter(uuid, uuid, integer, uuid[], uuid[], uuid[], text[], text[], bigint[]) TO {APP_ROLE};
    """,
    "DROP FUNCTION ledger_enter(uuid, uuid, integer, uuid[], uuid[], uuid[], text[], text[], bigint[]);",
)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial"), ("accounts", "0002_walls")]

    operations = [
        tenant_wall("ledger_ledgeraccount", organization=["operator_id"]),
        tenant_wall("ledger_posting", organization=["operator_id"]),
        tenant_wall("ledger_entry", organization=["operator_id"]),
        append_only("ledger_posting"),
        append_only("ledger_entry"),
        ENTRIES_BALANCE,
        ONLY_BALANCES_MOVE,
        ENTER,
    ]
