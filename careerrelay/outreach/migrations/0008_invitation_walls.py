import importlib
from typing import Any

from django.db import migrations

from careerrelay.core.migration_operations import definer_function, setting, tenant_wall

BEFORE = importlib.import_module("careerrelay.outreach.migrations.0006_renewal_may_start")

HASHES = "ARRAY(SELECT decode(h, 'hex') FROM unnest(string_to_array(d.values ->> 'hashes', ' ')) h)"
PERSONS = f"(SELECT a.person_id FROM people_personaddress a WHERE a.address_hash = ANY ({HASHES}))"
RECORDS = """(SELECT d.candidate_id UNION SELECT m.gone_id FROM candidates_merge m
    WHERE m.organization_id = d.company_id AND m.kept_id = d.candidate_id AND m.undone_at IS NULL)"""
# Everything that speaks against an invitation, once more right before the wire. What the person said or did is asked
# here and nowhere else, because its answer may not be seen by the company (P08).
INVITATION_MAY_START = f"""
    (d.kind <> 'invitation' OR (
        EXISTS (SELECT 1 FROM outreach_invitation i
                WHERE i.id = (d.values ->> 'invitation')::uuid AND i.approved_at IS NOT NULL AND i.undone_at IS NULL)
        AND EXISTS (SELECT 1 FROM candidates_application a
                    WHERE a.organization_id = d.company_id AND a.candidate_id = d.candidate_id AND a.state = 'rejected')
        AND NOT EXISTS (SELECT 1 FROM candidates_application a
                        WHERE a.organization_id = d.company_id AND a.candidate_id = d.candidate_id
                          AND a.state IN ('open', 'undecided', 'hired'))
        AND NOT EXISTS (SELECT 1 FROM outreach_rejectionnotice n
                        WHERE n.organization_id = d.company_id AND n.candidate_id = d.candidate_id
                          AND n.prepared_at > d.queued_at)
        AND NOT EXISTS (SELECT 1 FROM privacy_legalhold h
                        WHERE h.candidate_id = d.candidate_id AND h.lifted_at IS NULL)
        AND NOT EXISTS (SELECT 1 FROM privacy_quarantine q WHERE q.candidate_id = d.candidate_id)
        AND NOT EXISTS (SELECT 1 FROM privacy_rightsrequest r
                        WHERE r.candidate_id = d.candidate_id AND (r.state = 'open' OR r.kind IN ('stop', 'erase')))
        AND NOT EXISTS (SELECT 1 FROM privacy_tombstone t
                        WHERE t.address_hashes && {HASHES}
                          AND (t.organization_id IS NULL OR t.organization_id = d.company_id))
        AND NOT EXISTS (SELECT 1 FROM consent_statement s
                        WHERE s.organization_id = d.company_id AND s.candidate_id IN {RECORDS})
        AND NOT EXISTS (SELECT 1 FROM consent_statement s
                        WHERE s.person_id IN {PERSONS} AND s.company_id = d.company_id)
        AND NOT EXISTS (SELECT 1 FROM people_pause p WHERE p.person_id IN {PERSONS} AND p.ended_at IS NULL)
        AND NOT EXISTS (SELECT 1 FROM people_contactwish w
                        WHERE w.person_id IN {PERSONS}
                          AND (w."when" IN ('not_now', 'good_offer')
                               OR w.from_on > (p_at AT TIME ZONE 'Asia/Tokyo')::date))
        AND NOT EXISTS (SELECT 1 FROM people_hiddencompany c, outreach_invitation i
                        WHERE c.person_id IN {PERSONS} AND c.shown_at IS NULL
                          AND i.id = (d.values ->> 'invitation')::uuid AND c.name_key = ANY (i.name_keys))))
"""
READ = dict.fromkeys(("candidates_application", "candidates_merge", "consent_statement", "outreach_invitation", "people_contactwish", "people_hiddencompany", "people_pause", "people_personaddress", "privacy_legalhold", "privacy_quarantine", "privacy_rightsrequest", "privacy_tombstone"), "SELECT")
FORMER_MAY = f"({BEFORE.NOTICE_MAY_START} AND {BEFORE.RENEWAL_MAY_START})"
SIGNATURE: dict[str, Any] = BEFORE.SIGNATURE
FORMER_START = definer_function("outreach_start", body=BEFORE.START.format(may=FORMER_MAY), **SIGNATURE)

# Back to the queue what never started; in doubt what may have left, where a second mail is worse than none.
GIVE_UP = """
    WITH given AS (
        UPDATE outreach_delivery d
        SET state = CASE
                WHEN d.kind IN ({once}) AND (d.state = 'sending' OR pg_postmaster_start_time() > d.claimed_at)
                THEN 'in_doubt' ELSE 'queued' END,
            ended_at = CASE
                WHEN d.kind IN ({once}) AND (d.state = 'sending' OR pg_postmaster_start_time() > d.claimed_at)
                THEN p_at END,
            claimed_by = NULL
        WHERE d.claimed_by = p_worker AND d.state IN ('claimed', 'sending')
        RETURNING 1
    )
    SELECT count(*) FROM given
"""
GIVE_UP_SIGNATURE: dict[str, Any] = {
    "arguments": "p_worker bigint, p_at timestamptz",
    "returns": "bigint",
    "tables": {},
    "volatile": True,
}
FORMER_GIVE_UP = definer_function(
    "outreach_give_up", body=GIVE_UP.format(once="'notice'"), **GIVE_UP_SIGNATURE
)
# The company's own batch, in its own scope: nobody else's, whatever is asked for.
OWN = f"d.kind = 'invitation' AND d.company_id = p_organization AND p_organization = {setting('organization_id')}"


class Migration(migrations.Migration):
    dependencies = [
        ("outreach", "0007_invitations"),
        ("privacy", "0008_walls_of_retention"),
        ("people", "0007_walls_of_satisfaction"),
        ("candidates", "0002_walls"),
        ("consent", "0006_renewal_walls"),
    ]

    operations = [
        tenant_wall("outreach_invitationtext", organization=["organization_id"]),
        tenant_wall("outreach_invitation", organization=["organization_id"]),
        tenant_wall("outreach_invitee", organization=["organization_id"]),
        tenant_wall("outreach_invitationmark", organization=["organization_id"]),
        tenant_wall("outreach_invitationrule", organization=["organization_id"]),
        migrations.RunSQL(str(FORMER_START.reverse_sql), str(FORMER_START.sql)),
        definer_function(
            "outreach_start",
            body=BEFORE.START.format(may=f"({FORMER_MAY} AND {INVITATION_MAY_START})"),
            **{**SIGNATURE, "tables": READ},
        ),
        migrations.RunSQL(str(FORMER_GIVE_UP.reverse_sql), str(FORMER_GIVE_UP.sql)),
        definer_function(
            "outreach_give_up", body=GIVE_UP.format(once="'notice', 'invitation'"), **GIVE_UP_SIGNATURE
        ),
        # The letters belong to their mailboxes, a scope for each; a company writes them all at once and never reads them.
        definer_function(
            "outreach_queue_invitations",
            arguments="p_organization uuid, p_rows jsonb, p_language text, p_send_at timestamptz, p_at timestamptz",
            returns="bigint",
            body=f"""
                WITH queued AS (
                    INSERT INTO outreach_delivery (id, person_id, kind, company_id, candidate_id, address, name,
                                                   language, "values", state, send_at, queued_at, attempts, reply)
                    SELECT r.id, r.mailbox, 'invitation', p_organization, r.candidate, r.address, r.name,
                           p_language, r."values", 'queued', p_send_at, p_at, 0, ''
                    FROM jsonb_to_recordset(p_rows)
                         AS r(id uuid, mailbox uuid, candidate uuid, address text, name text, "values" jsonb)
                    WHERE p_organization = {setting("organization_id")}
                    RETURNING 1
                )
                SELECT count(*) FROM queued
            """,
            tables={"outreach_delivery": "SELECT, INSERT, UPDATE, DELETE"},
            volatile=True,
        ),
        definer_function(
            "outreach_undo_invitations",
            arguments="p_organization uuid, p_invitation uuid, p_at timestamptz",
            returns="bigint",
            body=f"""
                WITH undone AS (
                    UPDATE outreach_delivery d SET state = 'cancelled', ended_at = p_at
                    WHERE {OWN} AND d.values ->> 'invitation' = p_invitation::text AND d.state = 'queued' RETURNING 1
                )
                SELECT count(*) FROM undone
            """,
            tables={},
            volatile=True,
        ),
        # Two records became one: one letter at most goes on waiting, under the record that stays, with its addresses.
        definer_function(
            "outreach_join_invitations",
            arguments="p_organization uuid, p_kept uuid, p_gone uuid, p_hashes text, p_at timestamptz",
            returns="bigint",
            body=f"""
                WITH waiting AS (
                    SELECT d.id, row_number() OVER (ORDER BY (d.candidate_id = p_kept) DESC, d.id) AS place
                    FROM outreach_delivery d
                    WHERE {OWN} AND d.candidate_id IN (p_kept, p_gone) AND d.state = 'queued'
                ), joined AS (
                    UPDATE outreach_delivery d
                    SET state = CASE WHEN w.place = 1 THEN d.state ELSE 'cancelled' END,
                        ended_at = CASE WHEN w.place = 1 THEN NULL ELSE p_at END,
                        candidate_id = p_kept,
                        "values" = jsonb_set(d.values, '{{hashes}}', to_jsonb(p_hashes))
                    FROM waiting w WHERE d.id = w.id RETURNING 1
                )
                SELECT count(*) FROM joined
            """,
            tables={},
            volatile=True,
        ),
        definer_function(
            "outreach_erase_invitations",
            arguments="p_organization uuid, p_candidates uuid[]",
            returns="bigint",
            body=f"""
                WITH gone AS (
                    DELETE FROM outreach_delivery d WHERE {OWN} AND d.candidate_id = ANY (p_candidates) RETURNING 1
                )
                SELECT count(*) FROM gone
            """,
            tables={},
            volatile=True,
        ),
    ]
