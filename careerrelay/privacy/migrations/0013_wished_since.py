from django.db import migrations

from careerrelay.core.migration_operations import definer_function


class Migration(migrations.Migration):
    dependencies = [
        ("privacy", "0012_invited_since"),
        ("people", "0010_links_that_ended"),
        ("audit", "0008_entries_about_staff"),
    ]

    # For the journal outside of the database: ids, days and moments. Who hides from a company is named by these
    # functions, and from which one is not: that is read in the person's own scope.
    operations = [
        definer_function(
            "privacy_wishes_since",
            arguments="p_at timestamptz",
            returns='TABLE (id uuid, person_id uuid, "when" text, from_on date, holds_relays boolean,'
            " stated_at timestamptz)",
            body="""
                SELECT w.id, w.person_id, w."when"::text, w.from_on, w.holds_relays, w.stated_at
                FROM people_contactwish w WHERE w.stated_at >= p_at ORDER BY w.stated_at, w.id
            """,
            tables={"people_contactwish": "SELECT"},
        ),
        definer_function(
            "privacy_pauses_since",
            arguments="p_at timestamptz",
            returns="TABLE (id uuid, person_id uuid, started_at timestamptz, ended_at timestamptz)",
            body="""
                SELECT p.id, p.person_id, p.started_at, p.ended_at FROM people_pause p
                WHERE p.started_at >= p_at OR p.ended_at >= p_at ORDER BY p.started_at, p.id
            """,
            tables={"people_pause": "SELECT"},
        ),
        definer_function(
            "privacy_hiding_people_since",
            arguments="p_at timestamptz",
            returns="TABLE (person_id uuid)",
            body="""
                SELECT DISTINCT h.person_id FROM people_hiddencompany h
                WHERE h.hidden_at >= p_at OR h.shown_at >= p_at ORDER BY h.person_id
            """,
            tables={"people_hiddencompany": "SELECT"},
        ),
        definer_function(
            "privacy_links_ended_since",
            arguments="p_at timestamptz",
            returns="TABLE (id uuid, person_id uuid, ended_at timestamptz)",
            body="""
                SELECT l.id, l.person_id, l.ended_at FROM people_personallink l
                WHERE l.ended_at >= p_at ORDER BY l.ended_at, l.id
            """,
            tables={"people_personallink": "SELECT"},
        ),
        definer_function(
            "privacy_staff_changed_since",
            arguments="p_at timestamptz",
            returns="TABLE (id uuid, organization_id uuid, user_id uuid, deed text, at timestamptz)",
            body="""
                SELECT e.id, e.organization_id, e.object_id, e.deed::text, e.at FROM audit_auditentry e
                WHERE e.object_kind = 'user' AND e.at >= p_at
                    AND (e.deed IN ('end_membership', 'disable_user') OR e.deed LIKE 'change_role_to_%')
                ORDER BY e.at, e.id
            """,
            tables={"audit_auditentry": "SELECT"},
        ),
    ]
