import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models

import careerrelay.core.ids
from careerrelay.core.migration_operations import definer_function, tenant_wall

# Hits are taken up to `p_most`. Up to `p_ranked_most` of them are ranked, which reads the words of each; more
# come newest first (ids are in the order of their moments), beyond `p_most` over the index of ids.
SEARCH = """
DECLARE
    ids uuid[];
    hits integer;
BEGIN
    IF p_organization IS NULL OR p_organization IS DISTINCT FROM
       nullif(current_setting('app.organization_id', true), '')::uuid THEN
        RAISE EXCEPTION 'candidates_search: the organization is not the one in scope'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    SELECT array_agg(found.id) INTO ids FROM (
        SELECT s.candidate_id AS id FROM candidates_candidatesearch s
        WHERE s.words @@ p_query AND s.organization_id = p_organization LIMIT p_most + 1
    ) found;
    hits := coalesce(cardinality(ids), 0);
    IF hits <= p_ranked_most THEN
        RETURN QUERY SELECT s.candidate_id, hits FROM candidates_candidatesearch s
            WHERE s.candidate_id = ANY (ids) AND s.organization_id = p_organization
            ORDER BY ts_rank(s.words, p_query) DESC, s.candidate_id DESC LIMIT p_limit OFFSET p_offset;
    ELSIF hits <= p_most THEN
        RETURN QUERY SELECT found.id, hits FROM unnest(ids) AS found (id)
            ORDER BY found.id DESC LIMIT p_limit OFFSET p_offset;
    ELSE
        RETURN QUERY SELECT s.candidate_id, hits FROM candidates_candidatesearch s
            WHERE s.words @@ p_query AND s.organization_id = p_organization
            ORDER BY s.candidate_id DESC LIMIT p_limit OFFSET p_offset;
    END IF;
END
"""


class Migration(migrations.Migration):
    dependencies = [("candidates", "0003_refused_cells"), ("accounts", "0002_walls")]

    operations = [
        migrations.CreateModel(
            name="CandidateSearch",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=careerrelay.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("words", django.contrib.postgres.search.SearchVectorField()),
                ("text_hash", models.BinaryField(max_length=32)),
                (
                    "candidate",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="candidates.candidate",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organization",
                    ),
                ),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fastupdate=False, fields=["words"], name="candidates_words"
                    ),
                    models.Index(fields=["organization", "candidate"], name="candidates_search_newest"),
                ],
            },
        ),
        # The words lie beside their rows: most questions are answered by the index and never read them.
        migrations.RunSQL(
            """
            ALTER TABLE candidates_candidatesearch ALTER COLUMN words SET STORAGE EXTERNAL;
            ALTER TABLE candidates_candidatesearch SET (toast_tuple_target = 128);
            """,
            migrations.RunSQL.noop,
        ),
        tenant_wall("candidates_candidatesearch", organization=["organization_id"]),
        definer_function(
            "candidates_search",
            arguments="p_organization uuid, p_query tsquery, p_most integer, p_ranked_most integer,"
            " p_limit integer, p_offset integer",
            returns="TABLE (candidate_id uuid, total integer)",
            body=SEARCH,
            tables={"candidates_candidatesearch": "SELECT"},
            language="plpgsql",
        ),
    ]
