from importlib import import_module

from django.db import migrations

from careerrelay.core.migration_operations import definer_function

# Hits are taken up to `p_most`. Up to `p_ranked_most` of them are ranked, which reads the words of each; more
# come newest first (ids are in the order of their moments), beyond `p_most` over the index of ids. Where nobody is
# found, `p_tolerant` is asked. The condition is put together of two constants, so that the planner sees which
# indexes it may use; everything from outside is a parameter.
SEARCH = """
DECLARE
    condition text := CASE WHEN p_is_inner THEN '(s.words @@ $1 OR s.inner_words @@ $1)' ELSE 's.words @@ $1' END
        || ' AND s.organization_id = $2'
        || CASE WHEN cardinality(p_leave_out) > 0 THEN ' AND s.candidate_id <> ALL ($3)' ELSE '' END;
    asked tsquery := p_query;
    tolerated boolean := false;
    ids uuid[];
    hits integer;
BEGIN
    IF p_organization IS NULL OR p_organization IS DISTINCT FROM
       nullif(current_setting('app.organization_id', true), '')::uuid THEN
        RAISE EXCEPTION 'candidates_search: the organization is not the one in scope'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    LOOP
        EXECUTE 'SELECT array_agg(found.id) FROM (SELECT s.candidate_id AS id FROM candidates_candidatesearch s'
            ' WHERE ' || condition || ' LIMIT $4) found'
            INTO ids USING asked, p_organization, p_leave_out, p_most + 1;
        hits := coalesce(cardinality(ids), 0);
        EXIT WHEN hits > 0 OR tolerated OR p_tolerant IS NULL;
        asked := p_tolerant;
        tolerated := true;
    END LOOP;
    IF hits <= p_ranked_most THEN
        RETURN QUERY SELECT s.candidate_id, hits, tolerated FROM candidates_candidatesearch s
            WHERE s.candidate_id = ANY (ids) AND s.organization_id = p_organization
            ORDER BY ts_rank(CASE WHEN p_is_inner THEN coalesce(s.inner_words, s.words) ELSE s.words END, asked) DESC,
                     s.candidate_id DESC
            LIMIT p_limit OFFSET p_offset;
    ELSIF hits <= p_most THEN
        RETURN QUERY SELECT found.id, hits, tolerated FROM unnest(ids) AS found (id)
            ORDER BY found.id DESC LIMIT p_limit OFFSET p_offset;
    ELSE
        RETURN QUERY EXECUTE 'SELECT s.candidate_id, $4, $5 FROM candidates_candidatesearch s WHERE ' || condition
            || ' ORDER BY s.candidate_id DESC LIMIT $6 OFFSET $7'
            USING asked, p_organization, p_leave_out, hits, tolerated, p_limit, p_offset;
    END IF;
END
"""


BEFORE = definer_function(
    "candidates_search",
    arguments="p_organization uuid, p_query tsquery, p_most integer, p_ranked_most integer,"
    " p_limit integer, p_offset integer",
    returns="TABLE (candidate_id uuid, total integer)",
    body=import_module("careerrelay.candidates.migrations.0004_search").SEARCH,
    tables={"candidates_candidatesearch": "SELECT"},
    language="plpgsql",
)


class Migration(migrations.Migration):
    dependencies = [("candidates", "0010_document_texts")]

    operations = [
        migrations.RunSQL(BEFORE.reverse_sql or "", BEFORE.sql),
        definer_function(
            "candidates_search",
            arguments="p_organization uuid, p_query tsquery, p_tolerant tsquery, p_is_inner boolean,"
            " p_leave_out uuid[], p_most integer, p_ranked_most integer, p_limit integer, p_offset integer",
            returns="TABLE (candidate_id uuid, total integer, is_tolerant boolean)",
            body=SEARCH,
            tables={"candidates_candidatesearch": "SELECT"},
            language="plpgsql",
        ),
    ]
