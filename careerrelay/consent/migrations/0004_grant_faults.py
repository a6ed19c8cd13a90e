from django.db import migrations

from careerrelay.core.migration_operations import definer_function

# Whether each pair of a deed and the grant that it rests on holds: the statement is a grant of that person to that
# recipient under that text, was made before the deed, and nothing took it back until then. Answers with faults only,
# so nothing about anybody crosses a wall here. What was erased says nothing any more and is no fault. An empty text is
# not compared.
GRANT_FAULTS = """
    SELECT asked.statement_id, CASE
        WHEN s.id IS NULL THEN 'no consent'
        WHEN s.person_id <> asked.person_id OR s.deed <> 'grant' OR s.purpose <> 'relay' THEN 'consent of somebody else'
        WHEN s.recipient_id <> asked.recipient_id THEN 'consent for another recipient'
        WHEN asked.text_hash <> '' AND s.text_id <> asked.text_hash THEN 'another text'
        WHEN s.at > asked.at THEN 'before the consent'
        WHEN EXISTS (
            SELECT 1 FROM consent_statement r
            WHERE r.person_id = s.person_id AND r.purpose = 'relay' AND r.recipient_id = s.recipient_id
              AND r.deed = 'revoke' AND r.at >= s.at AND r.at < asked.at) THEN 'after the revocation'
        ELSE 'after the end'
    END
    FROM unnest(p_statements, p_people, p_recipients, p_texts, p_moments)
         AS asked (statement_id, person_id, recipient_id, text_hash, at)
    LEFT JOIN consent_statement s ON s.id = asked.statement_id
    WHERE (s.id IS NULL AND NOT EXISTS (SELECT 1 FROM audit_erasedlink e WHERE e.row_id = asked.statement_id))
       OR s.person_id <> asked.person_id OR s.deed <> 'grant' OR s.purpose <> 'relay'
       OR s.recipient_id <> asked.recipient_id OR (asked.text_hash <> '' AND s.text_id <> asked.text_hash)
       OR s.at > asked.at
       OR EXISTS (
            SELECT 1 FROM consent_statement r
            WHERE r.person_id = s.person_id AND r.purpose = 'relay' AND r.recipient_id = s.recipient_id
              AND r.deed = 'revoke' AND r.at >= s.at AND r.at < asked.at)
       OR asked.at >= ((s.at AT TIME ZONE 'Asia/Tokyo') + interval '12 months') AT TIME ZONE 'Asia/Tokyo'
    ORDER BY 1
"""


class Migration(migrations.Migration):
    dependencies = [("consent", "0003_chained")]

    operations = [
        definer_function(
            "consent_grant_faults",
            arguments="p_statements uuid[], p_people uuid[], p_recipients uuid[], p_texts text[], "
            "p_moments timestamptz[]",
            returns="TABLE (statement_id uuid, fault text)",
            body=GRANT_FAULTS,
            tables={},
        ),
    ]
