from django.db import migrations

from careerrelay.core.migration_operations import (
    APP_ROLE,
    DEFINER_ROLE,
    append_only,
    definer_function,
    tenant_wall,
)

NETWORK = "00000000-0000-0000-0000-000000000000"

# The bytes of an entry, as rules.chain.payload_of makes them: fields in the order of the table, a control character
# between them, moments in UTC to the microsecond. An old chain is checked by this, so it never changes.
PAYLOAD = f"""
    CREATE FUNCTION audit_payload(e audit_auditentry) RETURNS bytea LANGUAGE sql STABLE
        SET search_path = pg_catalog, public, pg_temp
    AS $$
        SELECT convert_to(array_to_string(ARRAY[
            e.id::text, e.organization_id::text, e.person_id::text, e.actor_kind, e.actor_id::text,
            e.actor_organization_id::text, e.actor_part, e.deed, e.object_kind, e.object_id::text, e.count::text,
            to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
        ], E'\\x1f', ''), 'UTF8')
    $$;
    REVOKE ALL ON FUNCTION audit_payload(audit_auditentry) FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION audit_payload(audit_auditentry) TO {DEFINER_ROLE};
"""

# In the transaction of the deed, so that no entry is ever without its link or its place in the queue for one.
QUEUE = f"""
    CREATE FUNCTION audit_await_link() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = pg_catalog, public, pg_temp
    AS $$
    BEGIN
        INSERT INTO audit_pendingentry (entry_id) VALUES (NEW.id);
        RETURN NULL;
    END $$;
    CREATE TRIGGER await_link AFTER INSERT ON audit_auditentry FOR EACH ROW EXECUTE FUNCTION audit_await_link();
    REVOKE ALL ON FUNCTION audit_await_link() FROM PUBLIC;
    GRANT SELECT, INSERT, UPDATE, DELETE ON audit_pendingentry TO {DEFINER_ROLE};
    ALTER FUNCTION audit_await_link() OWNER TO {DEFINER_ROLE};
    REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON audit_pendingentry FROM {APP_ROLE};
"""

# What was written before there were chains gets its links too.
QUEUE_WHAT_IS_THERE = """
    ALTER TABLE audit_auditentry NO FORCE ROW LEVEL SECURITY;
    INSERT INTO audit_pendingentry (entry_id) SELECT id FROM audit_auditentry ON CONFLICT DO NOTHING;
    ALTER TABLE audit_auditentry FORCE ROW LEVEL SECURITY;
"""

# The links of one chain, one after the other under its row lock, so that the numbers have no hole under any
# concurrency: what rolls back gives its number back. Input: one array per column, without a row for a tick.
APPEND = f"""
    DECLARE
        chain audit_chain;
        keeper uuid;
        previous bytea;
        number bigint;
    BEGIN
        SELECT coalesce(o.operator_id, o.id) INTO keeper FROM accounts_organization o WHERE o.id = p_owner;
        INSERT INTO audit_chain (id, kind, owner_id, keeper_id, seq, head)
            VALUES (gen_random_uuid(), p_kind, p_owner, coalesce(keeper, '{NETWORK}'), 0,
                    sha256(convert_to('careerrelay/chain/1/' || p_kind || '/' || p_owner, 'UTF8')))
            ON CONFLICT (kind, owner_id) DO NOTHING;
        SELECT * INTO STRICT chain FROM audit_chain c WHERE c.kind = p_kind AND c.owner_id = p_owner FOR UPDATE;
        previous := chain.head;
        number := chain.seq;
        FOR line IN 1 .. cardinality(p_kinds) LOOP
            number := number + 1;
            previous := sha256('careerrelay/link/1/'::bytea || previous || int8send(number)
                               || convert_to(p_kinds[line] || '/', 'UTF8') || p_commitments[line]);
            INSERT INTO audit_chainlink (id, chain_id, keeper_id, seq, kind, commitment, hash)
                VALUES (gen_random_uuid(), chain.id, chain.keeper_id, number, p_kinds[line], p_commitments[line],
                        previous);
            IF p_rows[line] IS NOT NULL THEN
                INSERT INTO audit_salt (id, chain_id, keeper_id, person_id, seq, row_id, salt)
                    VALUES (gen_random_uuid(), chain.id, chain.keeper_id, p_people[line], number,
                            p_rows[line], p_salts[line]);
            END IF;
        END LOOP;
        UPDATE audit_chain SET seq = number, head = previous WHERE id = chain.id;
        RETURN QUERY SELECT chain.id, number, previous;
    END
"""

# Entries that wait, a batch of them, each into the chain of its organization or of the people. Two at once take
# different ones. Returns how many got their link.
SEAL = f"""
    DECLARE
        batch record;
        sealed bigint := 0;
    BEGIN
        FOR batch IN
            WITH taken AS (
                DELETE FROM audit_pendingentry p USING (
                    SELECT entry_id FROM audit_pendingentry ORDER BY entry_id LIMIT p_limit FOR UPDATE SKIP LOCKED
                ) waiting WHERE p.entry_id = waiting.entry_id RETURNING p.entry_id
            ), salted AS MATERIALIZED (
                SELECT e.id, e.organization_id, e.person_id, audit_payload(e) AS payload,
                       sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())) AS salt
                FROM taken JOIN audit_auditentry e ON e.id = taken.entry_id
            )
            SELECT CASE WHEN organization_id IS NULL THEN 'people' ELSE 'audit' END AS kind,
                   coalesce(organization_id, '{NETWORK}') AS owner,
                   array_agg('row'::text ORDER BY id) AS kinds,
                   array_agg(id ORDER BY id) AS chained, array_agg(person_id ORDER BY id) AS people,
                   array_agg(salt ORDER BY id) AS salts,
                   array_agg(sha256('careerrelay/commitment/1/'::bytea || salt || payload) ORDER BY id) AS hashes
            FROM salted GROUP BY 1, 2 ORDER BY 1, 2
        LOOP
            PERFORM audit_append(batch.kind, batch.owner, batch.kinds, batch.hashes, batch.chained, batch.people,
                                 batch.salts);
            sealed := sealed + cardinality(batch.chained);
        END LOOP;
        RETURN sealed;
    END
"""

# What is wrong with a chain itself: a changed byte, another order, a hole, a cut tail; and with its erasures.
LINK_FAULTS = """
    WITH walked AS (
        SELECT l.seq, l.kind, l.commitment, l.hash, row_number() OVER w AS place,
               coalesce(lag(l.hash) OVER w,
                        sha256(convert_to('careerrelay/chain/1/' || c.kind || '/' || c.owner_id, 'UTF8'))) AS previous
        FROM audit_chainlink l JOIN audit_chain c ON c.id = l.chain_id
        WHERE l.chain_id = p_chain WINDOW w AS (ORDER BY l.seq)
    ), erasures AS (
        SELECT e.by_seq, sha256(convert_to('careerrelay/erasure/1/'
                                || string_agg(e.seq::text, ',' ORDER BY e.seq), 'UTF8')) AS commitment
        FROM audit_erasedlink e WHERE e.chain_id = p_chain GROUP BY e.by_seq
    )
    SELECT seq, 'gap' FROM walked WHERE seq <> place
    UNION ALL
    SELECT seq, 'changed' FROM walked
    WHERE hash <> sha256('careerrelay/link/1/'::bytea || previous || int8send(seq)
                         || convert_to(kind || '/', 'UTF8') || commitment)
    UNION ALL
    SELECT c.seq, 'cut' FROM audit_chain c
    WHERE c.id = p_chain AND c.seq > 0
      AND NOT EXISTS (SELECT 1 FROM walked w WHERE w.seq = c.seq AND w.hash = c.head)
    UNION ALL
    SELECT c.seq, 'cut' FROM audit_chain c JOIN audit_dailyhead d ON d.kind = c.kind
        AND (d.organization_id = c.owner_id OR c.owner_id = '00000000-0000-0000-0000-000000000000')
    WHERE c.id = p_chain AND NOT EXISTS (
        SELECT 1 FROM audit_chainlink l WHERE l.hash = d.head AND l.chain_id = c.id)
    UNION ALL
    SELECT w.seq, 'erased without a trace' FROM walked w
    WHERE w.kind = 'row'
      AND NOT EXISTS (SELECT 1 FROM audit_salt o WHERE o.chain_id = p_chain AND o.seq = w.seq)
      AND NOT EXISTS (SELECT 1 FROM audit_erasedlink e WHERE e.chain_id = p_chain AND e.seq = w.seq)
    UNION ALL
    SELECT o.seq, 'opens no link' FROM audit_salt o
    WHERE o.chain_id = p_chain AND (
        NOT EXISTS (SELECT 1 FROM walked w WHERE w.seq = o.seq AND w.kind = 'row')
        OR EXISTS (SELECT 1 FROM audit_erasedlink e WHERE e.chain_id = p_chain AND e.seq = o.seq))
    UNION ALL
    SELECT coalesce(w.seq, e.by_seq), 'erasure' FROM walked w FULL JOIN erasures e ON e.by_seq = w.seq
    WHERE (w.kind = 'erasure' OR w.seq IS NULL OR e.by_seq IS NOT NULL)
      AND (w.kind IS DISTINCT FROM 'erasure' OR e.commitment IS DISTINCT FROM w.commitment)
    ORDER BY 1
"""

# Entries that are not what their link stands for, are gone, or never got a link.
ENTRY_FAULTS = """
    SELECT o.seq, CASE WHEN e.id IS NULL THEN 'removed' ELSE 'changed' END
    FROM audit_salt o
    JOIN audit_chain c ON c.id = o.chain_id AND c.kind IN ('audit', 'people')
    JOIN audit_chainlink l ON l.chain_id = o.chain_id AND l.seq = o.seq
    LEFT JOIN audit_auditentry e ON e.id = o.row_id
    WHERE e.id IS NULL OR l.commitment <> sha256('careerrelay/commitment/1/'::bytea || o.salt || audit_payload(e))
    UNION ALL
    SELECT 0, 'never chained' FROM audit_auditentry e
    WHERE NOT EXISTS (SELECT 1 FROM audit_salt o WHERE o.row_id = e.id)
      AND NOT EXISTS (SELECT 1 FROM audit_pendingentry p WHERE p.entry_id = e.id)
    ORDER BY 1
"""

TABLES = ("chain", "chainlink", "salt", "erasedlink")


class Migration(migrations.Migration):
    dependencies = [("audit", "0004_chains")]

    operations = [
        *[tenant_wall(f"audit_{table}", organization=["keeper_id"]) for table in TABLES if table != "salt"],
        tenant_wall("audit_salt", organization=["keeper_id"], person=["person_id"]),
        tenant_wall("audit_dailyhead", organization=["organization_id"]),
        append_only("audit_chainlink"),
        append_only("audit_salt", is_erasable=True),
        append_only("audit_erasedlink"),
        append_only("audit_dailyhead"),
        migrations.RunSQL(
            # Written by the functions below and by nothing else.
            "; ".join(f"REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON audit_{table} FROM {APP_ROLE}" for table in TABLES),
            "; ".join(f"GRANT INSERT, UPDATE, DELETE ON audit_{table} TO {APP_ROLE}" for table in TABLES),
        ),
        migrations.RunSQL(PAYLOAD, "DROP FUNCTION audit_payload(audit_auditentry)"),
        migrations.RunSQL(
            QUEUE, "DROP TRIGGER await_link ON audit_auditentry; DROP FUNCTION audit_await_link()"
        ),
        migrations.RunSQL(QUEUE_WHAT_IS_THERE, ""),
        definer_function(
            "audit_append",
            arguments="p_kind text, p_owner uuid, p_kinds text[], p_commitments bytea[], p_rows uuid[], "
            "p_people uuid[], p_salts bytea[]",
            returns="TABLE (chain_id uuid, to_seq bigint, to_head bytea)",
            body=APPEND,
            tables={
                "accounts_organization": "SELECT",
                "audit_chain": "SELECT, INSERT, UPDATE",
                "audit_chainlink": "SELECT, INSERT",
                "audit_salt": "SELECT, INSERT, DELETE",
            },
            volatile=True,
            language="plpgsql",
        ),
        definer_function(
            "audit_seal",
            arguments="p_limit integer",
            returns="bigint",
            body=SEAL,
            tables={"audit_auditentry": "SELECT"},
            volatile=True,
            language="plpgsql",
        ),
        definer_function(
            "audit_chains",
            arguments="",
            returns="TABLE (chain_id uuid, kind text, owner_id uuid, seq bigint)",
            body="SELECT c.id, c.kind::text, c.owner_id, c.seq FROM audit_chain c ORDER BY c.kind, c.owner_id",
            tables={},
        ),
        definer_function(
            "audit_link_faults",
            arguments="p_chain uuid",
            returns="TABLE (seq bigint, fault text)",
            body=LINK_FAULTS,
            tables={"audit_erasedlink": "SELECT, INSERT", "audit_dailyhead": "SELECT"},
        ),
        definer_function(
            "audit_entry_faults",
            arguments="",
            returns="TABLE (seq bigint, fault text)",
            body=ENTRY_FAULTS,
            tables={},
        ),
        definer_function(
            "audit_is_head",
            arguments="p_head bytea",
            returns="boolean",
            body="SELECT EXISTS (SELECT 1 FROM audit_chainlink l WHERE l.hash = p_head)",
            tables={},
        ),
    ]
