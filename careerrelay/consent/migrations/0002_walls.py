from django.db import migrations

from careerrelay.core.migration_operations import append_only, definer_function, tenant_wall


class Migration(migrations.Migration):
    dependencies = [("consent", "0001_initial"), ("accounts", "0002_walls")]

    operations = [
        tenant_wall("consent_startlink", organization=["organization_id"]),
        tenant_wall("consent_statement", organization=["organization_id"], person=["person_id"]),
        tenant_wall("consent_consumednonce", person=["person_id"]),
        tenant_wall("consent_candidatelink", person=["person_id"]),
        append_only("consent_servedtext"),
        append_only("consent_statement"),
        append_only("consent_consumednonce"),
        definer_function(
            "consent_company_of_start_link",
            arguments="p_code text",
            returns="uuid",
            body="""
                SELECT l.organization_id FROM consent_startlink l
                WHERE l.code = p_code AND l.ended_at IS NULL
            """,
            tables={"consent_startlink": "SELECT"},
        ),
    ]
