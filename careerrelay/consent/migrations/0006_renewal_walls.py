from django.db import migrations

from careerrelay.core.migration_operations import append_only, definer_function, tenant_wall

# The last word about a topic, a grant that holds, ends within thirty days of Japan's calendar, and was not asked about.
RENEWALS_DUE = """
    SELECT DISTINCT s.person_id, s.company_id FROM consent_statement s
    WHERE s.deed = 'grant' AND s.at <= p_at
      AND s.at > p_at - interval '367 days' AND s.at < p_at - interval '330 days'
      AND ((s.at AT TIME ZONE 'Asia/Tokyo') + interval '12 months') AT TIME ZONE 'Asia/Tokyo' > p_at
      AND ((s.at AT TIME ZONE 'Asia/Tokyo') + interval '12 months')::date - 30 <= (p_at AT TIME ZONE 'Asia/Tokyo')::date
      AND NOT EXISTS (
          SELECT 1 FROM consent_statement n
          WHERE n.person_id = s.person_id AND n.purpose = s.purpose AND n.recipient_id = s.recipient_id
            AND n.at <= p_at AND (n.at > s.at OR (n.at = s.at AND n.deed = 'revoke')))
      AND NOT EXISTS (SELECT 1 FROM consent_renewalquestion q WHERE q.statement_id = s.id)
    ORDER BY 1, 2
"""


class Migration(migrations.Migration):
    dependencies = [("consent", "0005_renewal_question")]

    operations = [
        tenant_wall("consent_renewalquestion", person=["person_id"]),
        append_only("consent_renewalquestion"),
        definer_function(
            "consent_renewals_due",
            arguments="p_at timestamptz",
            returns="TABLE (person_id uuid, company_id uuid)",
            body=RENEWALS_DUE,
            tables={"consent_renewalquestion": "SELECT"},
        ),
    ]
