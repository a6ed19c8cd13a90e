from django.db import migrations

from careerrelay.core.migration_operations import definer_function, tenant_wall

LINK = """
    TABLE (id uuid, person_id uuid, kind text, company_id uuid, candidate_id uuid, address text,
           language text, issued_at timestamptz, expires_at timestamptz, answered_at timestamptz,
           ended_at timestamptz)
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial"), ("accounts", "0002_walls")]

    operations = [
        tenant_wall("people_person", person=["id"]),
        tenant_wall("people_personaddress", person=["person_id"]),
        tenant_wall("people_personallink", person=["person_id"]),
        tenant_wall("people_profile", person=["person_id"]),
        definer_function(
            "people_person_of",
            arguments="p_address_hash bytea",
            returns="uuid",
            body="SELECT a.person_id FROM people_personaddress a WHERE a.address_hash = p_address_hash",
            tables={"people_personaddress": "SELECT"},
        ),
        # A link that was mailed before its address was proven carries the person to be; once some link to
        # the same address was answered, all of them lead to that one person.
        definer_function(
            "people_find_link",
            arguments="p_token_hash bytea",
            returns=LINK,
            body="""
                SELECT l.id, coalesce(a.person_id, l.person_id), l.kind::text, l.company_id, l.candidate_id,
                       l.address::text, l.language::text, l.issued_at, l.expires_at, l.answered_at,
                       l.ended_at
                FROM people_personallink l
                LEFT JOIN people_personaddress a ON a.address_hash = l.address_hash
                WHERE l.token_hash = p_token_hash
            """,
            tables={"people_personallink": "SELECT"},
        ),
        # The link that a notice carried was answered; the first answer counts, a later one does not.
        definer_function(
            "people_mark_answered",
            arguments="p_token_hash bytea, p_at timestamptz",
            returns="void",
            body="""
                UPDATE people_personallink l SET answered_at = p_at
                WHERE l.token_hash = p_token_hash AND l.kind = 'notice' AND l.answered_at IS NULL
            """,
            tables={"people_personallink": "SELECT, UPDATE"},
            volatile=True,
        ),
        # The sender writes the links of a whole batch at once, before the first mail leaves. A link that the
        # person asked for replaces those that were mailed before; all of one call see the table as it was.
        definer_function(
            "people_issue_links",
            arguments="p_links jsonb",
            returns="bigint",
            body="""
                WITH wanted AS (
                    SELECT * FROM jsonb_to_recordset(p_links) AS w(
                        id uuid, person_id uuid, kind text, token_hash text, address text, address_hash text,
                        company_id uuid, candidate_id uuid, language text,
                        issued_at timestamptz, expires_at timestamptz, replaces boolean)
                ), replaced AS (
                    UPDATE people_personallink l SET ended_at = w.issued_at
                    FROM wanted w
                    WHERE w.replaces AND l.address_hash = decode(w.address_hash, 'hex')
                        AND l.ended_at IS NULL AND l.kind <> 'verification'
                ), issued AS (
                    INSERT INTO people_personallink (id, person_id, kind, token_hash, address, address_hash,
                        company_id, candidate_id, language, issued_at, expires_at)
                    SELECT w.id, coalesce(a.person_id, w.person_id), w.kind, decode(w.token_hash, 'hex'),
                           w.address, decode(w.address_hash, 'hex'), w.company_id, w.candidate_id, w.language,
                           w.issued_at, w.expires_at
                    FROM wanted w
                    LEFT JOIN people_personaddress a ON a.address_hash = decode(w.address_hash, 'hex')
                    RETURNING 1
                )
                SELECT count(*) FROM issued
            """,
            tables={"people_personallink": "SELECT, INSERT, UPDATE"},
            volatile=True,
        ),
    ]
