from typing import Any

from django.db import migrations, models

from careerrelay.core.migration_operations import definer_function

END = """
    WITH ended AS (
        UPDATE outreach_delivery d
        SET state = p_state, reply = left(p_reply, 300),
            ended_at = CASE WHEN p_state = 'queued' THEN NULL ELSE p_at END,
            send_at = coalesce(p_retry_at, d.send_at),
            claimed_by = CASE WHEN p_state = 'queued' THEN NULL ELSE d.claimed_by END
        WHERE d.id = p_id AND d.state IN ('claimed', 'sending') AND d.claimed_by = p_worker
            {only}
        RETURNING d.notice_id, d.state
    ), told AS (
        UPDATE candidates_rejection r SET told_at = p_at
        FROM ended JOIN outreach_rejectionnotice n ON n.id = ended.notice_id
        WHERE ended.state = 'accepted' AND r.id = ANY (n.rejection_ids) AND r.told_at IS NULL
        RETURNING 1
    ){forgotten}
    SELECT count(*) FROM ended
"""
# The letter that says that somebody is erased: its row holds their address, and goes when there is nothing more to try.
LAST = "d.kind = 'erased' AND p_state <> 'queued'"
FORGOTTEN = f""", forgotten AS (
        DELETE FROM outreach_delivery d
        WHERE d.id = p_id AND d.state IN ('claimed', 'sending') AND d.claimed_by = p_worker AND {LAST}
        RETURNING 1
    )"""
SIGNATURE: dict[str, Any] = {
    "arguments": "p_id uuid, p_worker bigint, p_state text, p_reply text, p_at timestamptz, p_retry_at timestamptz",
    "returns": "bigint",
    "volatile": True,
}
FORMER = definer_function(
    "outreach_end", body=END.format(only="", forgotten=""), tables={}, **SIGNATURE
)


class Migration(migrations.Migration):
    dependencies = [("outreach", "0003_breach_letters")]

    operations = [
        migrations.AlterField(
            model_name="delivery",
            name="kind",
            field=models.CharField(
                choices=[
                    ("notice", "Notice"),
                    ("verification", "Verification"),
                    ("receipt", "Receipt"),
                    ("link", "Link"),
                    ("breach", "Breach"),
                    ("erased", "Erased"),
                ],
                max_length=12,
            ),
        ),
        migrations.RunSQL(FORMER.reverse_sql or "", FORMER.sql),
        definer_function(
            "outreach_end",
            body=END.format(only=f"AND NOT ({LAST})", forgotten=FORGOTTEN),
            tables={"outreach_delivery": "SELECT, UPDATE, DELETE"},
            **SIGNATURE,
        ),
    ]
