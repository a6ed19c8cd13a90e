from django.db import migrations

from careerrelay.core.migration_operations import definer_function


class Migration(migrations.Migration):
    dependencies = [("privacy", "0011_quarantine_moves_down"), ("outreach", "0008_invitation_walls")]

    operations = [
        # For the journal outside of the database: who was invited is not invited by an older copy.
        definer_function(
            "privacy_invited_since",
            arguments="p_at timestamptz",
            returns="TABLE (id uuid, organization_id uuid, address_hash bytea, invitation_id uuid, marked_at timestamptz)",
            body="""
                SELECT m.id, m.organization_id, m.address_hash, m.invitation_id, m.marked_at
                FROM outreach_invitationmark m WHERE m.marked_at >= p_at ORDER BY m.marked_at, m.id
            """,
            tables={"outreach_invitationmark": "SELECT"},
        ),
    ]
