from django.db import migrations

from careerrelay.core.migration_operations import definer_function, tenant_wall

# A notice may start only while the no still stands and nothing else of that person is under way (DESIGN:
# never while another application of that person at the same company is open or has an offer).
MAY_START = """
    (d.kind <> 'notice' OR (
        NOT EXISTS (
            SELECT 1 FROM candidates_application a
            WHERE a.organization_id = d.organization_id AND a.candidate_id = d.candidate_id
              AND a.state IN ('open', 'undecided', 'hired'))
        AND EXISTS (
            SELECT 1 FROM outreach_rejectionnotice n
            JOIN candidates_rejection r ON r.id = ANY (n.rejection_ids)
            JOIN candidates_application a ON a.id = r.application_id
            WHERE n.id = d.notice_id AND a.state = 'rejected' AND r.told_at IS NULL)))
"""


class Migration(migrations.Migration):
    dependencies = [
        ("outreach", "0001_initial"),
        ("accounts", "0002_walls"),
        ("candidates", "0002_walls"),
    ]

    operations = [
        tenant_wall("outreach_rejectionnotice", organization=["organization_id"]),
        tenant_wall("outreach_delivery", organization=["organization_id"], person=["person_id"]),
        # The claim is stamped by the database's own clock, because it is compared with the database's start.
        definer_function(
            "outreach_claim",
            arguments="p_worker bigint, p_limit integer, p_at timestamptz",
            returns="SETOF outreach_delivery",
            body="""
                WITH due AS (
                    SELECT id FROM outreach_delivery WHERE state = 'queued' AND send_at <= p_at
                    ORDER BY send_at, id LIMIT p_limit FOR UPDATE SKIP LOCKED
                )
                UPDATE outreach_delivery d
                SET state = 'claimed', claimed_by = p_worker, claimed_at = clock_timestamp(),
                    attempts = d.attempts + 1
                FROM due WHERE d.id = due.id RETURNING d.*
            """,
            tables={
                "outreach_delivery": "SELECT, UPDATE",
                "outreach_rejectionnotice": "SELECT",
                "candidates_application": "SELECT",
                "candidates_rejection": "SELECT, UPDATE",
            },
            volatile=True,
        ),
        definer_function(
            "outreach_start",
            arguments="p_id uuid, p_worker bigint, p_at timestamptz",
            returns="text",
            body=f"""
                UPDATE outreach_delivery d
                SET state = CASE WHEN {MAY_START} THEN 'sending' ELSE 'cancelled' END,
                    started_at = CASE WHEN {MAY_START} THEN p_at END,
                    ended_at = CASE WHEN {MAY_START} THEN NULL ELSE p_at END
                WHERE d.id = p_id AND d.state = 'claimed' AND d.claimed_by = p_worker
                RETURNING d.state
            """,
            tables={},
            volatile=True,
        ),
        definer_function(
            "outreach_end",
            arguments="p_id uuid, p_worker bigint, p_state text, p_reply text, p_at timestamptz, "
            "p_retry_at timestamptz",
            returns="bigint",
            body="""
                WITH ended AS (
                    UPDATE outreach_delivery d
                    SET state = p_state, reply = left(p_reply, 300),
                        ended_at = CASE WHEN p_state = 'queued' THEN NULL ELSE p_at END,
                        send_at = coalesce(p_retry_at, d.send_at),
                        claimed_by = CASE WHEN p_state = 'queued' THEN NULL ELSE d.claimed_by END
                    WHERE d.id = p_id AND d.state IN ('claimed', 'sending') AND d.claimed_by = p_worker
                    RETURNING d.notice_id, d.state
                ), told AS (
                    UPDATE candidates_rejection r SET told_at = p_at
                    FROM ended JOIN outreach_rejectionnotice n ON n.id = ended.notice_id
                    WHERE ended.state = 'accepted' AND r.id = ANY (n.rejection_ids) AND r.told_at IS NULL
                    RETURNING 1
                )
                SELECT count(*) FROM ended
            """,
            tables={},
            volatile=True,
        ),
        # Back to the queue: what was claimed and never started. In doubt: what was on the wire, and, after a
        # restart of the database (marks are committed lazily), everything that was in hand. A verification
        # mail or a receipt may go twice, a notice never.
        definer_function(
            "outreach_give_up",
            arguments="p_worker bigint, p_at timestamptz",
            returns="bigint",
            body="""
                WITH given AS (
                    UPDATE outreach_delivery d
                    SET state = CASE
                            WHEN d.kind = 'notice'
                                 AND (d.state = 'sending' OR pg_postmaster_start_time() > d.claimed_at)
                            THEN 'in_doubt' ELSE 'queued' END,
                        ended_at = CASE
                            WHEN d.kind = 'notice'
                                 AND (d.state = 'sending' OR pg_postmaster_start_time() > d.claimed_at)
                            THEN p_at END,
                        claimed_by = NULL
                    WHERE d.claimed_by = p_worker AND d.state IN ('claimed', 'sending')
                    RETURNING 1
                )
                SELECT count(*) FROM given
            """,
            tables={},
            volatile=True,
        ),
        definer_function(
            "outreach_workers_in_hand",
            arguments="",
            returns="SETOF bigint",
            body="""
                SELECT DISTINCT d.claimed_by FROM outreach_delivery d
                WHERE d.state IN ('claimed', 'sending') AND d.claimed_by IS NOT NULL
            """,
            tables={},
        ),
        definer_function(
            "outreach_next_due_at",
            arguments="",
            returns="timestamptz",
            body="SELECT min(d.send_at) FROM outreach_delivery d WHERE d.state = 'queued'",
            tables={},
        ),
    ]
