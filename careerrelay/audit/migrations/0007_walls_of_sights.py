from django.db import migrations

from careerrelay.core.migration_operations import append_only, definer_function, tenant_wall

SEEN_BY = """
    SELECT s.organization_id, (s.at AT TIME ZONE 'Asia/Tokyo')::date AS seen_on, s.deed, count(*)
    FROM (
        SELECT e.organization_id, e.at, e.deed::text FROM audit_auditentry e
        WHERE e.organization_id = ANY(p_organizations) AND e.object_id = ANY(p_ids) AND e.at >= p_since
          AND (e.deed LIKE 'see\\_%' OR e.deed LIKE 'export\\_%')
        UNION ALL
        SELECT l.organization_id, l.at, l.deed::text FROM audit_sight l
        WHERE l.organization_id = ANY(p_organizations) AND l.object_ids && p_ids AND l.at >= p_since
    ) s
    GROUP BY 1, 2, 3 ORDER BY 2 DESC, 1, 3
"""

# The ids of a list must be those that its entry, and with it the chain, stands for.
SIGHT_FAULTS = """
    SELECT 0::bigint, CASE WHEN e.id IS NULL THEN 'sight without entry' ELSE 'sight changed' END
    FROM audit_sight s LEFT JOIN audit_auditentry e ON e.id = s.entry_id
    WHERE e.id IS NULL OR e.count <> cardinality(s.object_ids) OR e.deed <> s.deed OR e.at <> s.at
       OR uuid_send(e.object_id) <>
          substring(sha256(convert_to(array_to_string(s.object_ids::text[], ','), 'UTF8')) FROM 1 FOR 16)
    UNION ALL
    SELECT 0::bigint, 'sight removed'
    FROM audit_auditentry e
    WHERE e.deed LIKE 'see\\_list%'
      AND NOT EXISTS (SELECT 1 FROM audit_sight s WHERE s.entry_id = e.id)
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0006_sights")]

    operations = [
        tenant_wall("audit_sight", organization=["organization_id"]),
        append_only("audit_sight"),
        definer_function(
            "audit_seen_by",
            arguments="p_organizations uuid[], p_ids uuid[], p_since timestamptz",
            returns="TABLE (organization_id uuid, seen_on date, deed text, times bigint)",
            body=SEEN_BY,
            tables={"audit_auditentry": "SELECT", "audit_sight": "SELECT"},
        ),
        definer_function(
            "audit_sight_faults",
            arguments="",
            returns="TABLE (seq bigint, fault text)",
            body=SIGHT_FAULTS,
            tables={"audit_auditentry": "SELECT", "audit_sight": "SELECT"},
        ),
    ]
