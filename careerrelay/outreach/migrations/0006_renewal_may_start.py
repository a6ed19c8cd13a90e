from typing import Any

from django.db import migrations

from careerrelay.core.migration_operations import definer_function

NOTICE_MAY_START = """
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
# The question is put only while a grant that it asks about holds: not after a revocation, a renewal or the end (P03).
RENEWAL_MAY_START = """
    (d.kind <> 'renewal' OR EXISTS (
        SELECT 1 FROM consent_renewalquestion q JOIN consent_statement s ON s.id = q.statement_id
        WHERE q.delivery_id = d.id
          AND ((s.at AT TIME ZONE 'Asia/Tokyo') + interval '12 months') AT TIME ZONE 'Asia/Tokyo' > p_at
          AND NOT EXISTS (
              SELECT 1 FROM consent_statement n
              WHERE n.person_id = s.person_id AND n.purpose = s.purpose AND n.recipient_id = s.recipient_id
                AND (n.at > s.at OR (n.at = s.at AND n.deed = 'revoke')))))
"""
START = """
    UPDATE outreach_delivery d
    SET state = CASE WHEN {may} THEN 'sending' ELSE 'cancelled' END,
        started_at = CASE WHEN {may} THEN p_at END,
        ended_at = CASE WHEN {may} THEN NULL ELSE p_at END
    WHERE d.id = p_id AND d.state = 'claimed' AND d.claimed_by = p_worker
    RETURNING d.state
"""
SIGNATURE: dict[str, Any] = {
    "arguments": "p_id uuid, p_worker bigint, p_at timestamptz",
    "returns": "text",
    "tables": {},
    "volatile": True,
}
FORMER = definer_function("outreach_start", body=START.format(may=NOTICE_MAY_START), **SIGNATURE)


class Migration(migrations.Migration):
    dependencies = [("outreach", "0005_heads_and_renewals"), ("consent", "0006_renewal_walls")]

    operations = [
        migrations.RunSQL(str(FORMER.reverse_sql), str(FORMER.sql)),
        definer_function(
            "outreach_start", body=START.format(may=f"({NOTICE_MAY_START} AND {RENEWAL_MAY_START})"), **SIGNATURE
        ),
    ]
