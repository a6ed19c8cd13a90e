from importlib import import_module

from django.db import migrations, models

from careerrelay.core.migration_operations import definer_function

# Hits are taken up to `p_most`. Up to `p_ranked_most` of them are ranked, which reads the words of each; more
# come newest first (ids are in the order of their moments), beyond `p_most` over the index of ids. Where nobody is
# found, `p_tolerant` is asked.
#
# Of an organization that has `p_sampled_from` people or more, as far as PostgreSQL knows, those of the sample are asked
# first: where half as many again as `p_most` have to be expected, nobody needs to count them all. (That there are fewer
# is a matter of more than ten standard deviations.)
#
# Counting reads the index of words and nothing else: of frequent words the planner believes that reading the people of
# the organization one by one is less work, because it does not know what their words weigh; so the organization is
# compared outside (OFFSET 0). Within the index its mark keeps those of others away, except for an organization that has
# half of all people: there the mark costs more than it saves.
SEARCH = """
DECLARE
    words_match text := CASE WHEN p_is_inner THEN '(s.words @@ $1 OR s.inner_words @@ $1)' ELSE 's.words @@ $1' END;
    is_shown text := 'organization_id = $2'
        || CASE WHEN cardinality(p_leave_out) > 0 THEN ' AND candidate_id <> ALL ($3)' ELSE '' END;
    found_at_most text := 'SELECT array_agg(found.candidate_id) FROM (SELECT every.candidate_id FROM ('
        'SELECT s.candidate_id, s.organization_id FROM candidates_candidatesearch s WHERE ' || words_match ||
        ' OFFSET 0) every WHERE ' || is_shown || ' LIMIT $4) found';
    mark tsquery := quote_literal('=' || replace(p_organization::text, '-', ''))::tsquery;
    share real;
    people real;
    asked tsquery := p_query;
    within tsquery;
    tolerated boolean := false;
    ids uuid[];
    hits integer;
BEGIN
    IF p_organization IS NULL OR p_organization IS DISTINCT FROM
       nullif(current_setting('app.organization_id', true), '')::uuid THEN
        RAISE EXCEPTION 'candidates_search: the organization is not the one in scope'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    SELECT m.share, m.share * c.reltuples INTO share, people
        FROM pg_stats s, unnest(s.most_common_vals::text::uuid[], s.most_common_freqs) AS m (organization_id, share),
             pg_class c
        WHERE s.schemaname = 'public' AND s.tablename = 'candidates_candidatesearch'
          AND s.attname = 'organization_id' AND m.organization_id = p_organization
          AND c.oid = 'public.candidates_candidatesearch'::regclass;
    LOOP
        within := CASE WHEN share > 0.5 THEN asked ELSE mark && asked END;
        IF coalesce(people, 0) >= p_sampled_from THEN
            EXECUTE found_at_most INTO ids USING '''=%'''::tsquery && within, p_organization, p_leave_out, p_most + 1;
            IF cardinality(ids) * p_sampled_each > 1.5 * p_most THEN
                hits := p_most + 1;
                EXIT;
            END IF;
        END IF;
        EXECUTE found_at_most INTO ids USING within, p_organization, p_leave_out, p_most + 1;
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
        RETURN QUERY EXECUTE 'SELECT s.candidate_id, $4, $5 FROM candidates_candidatesearch s WHERE ' || words_match
            || ' AND ' || is_shown || ' ORDER BY s.candidate_id DESC LIMIT $6 OFFSET $7'
            USING asked, p_organization, p_leave_out, hits, tolerated, p_limit, p_offset;
    END IF;
END
"""
FORMER_SIGNATURE = import_module("careerrelay.candidates.migrations.0012_light_search_rows").SIGNATURE
SIGNATURE = {
    **FORMER_SIGNATURE,
    "arguments": "p_organization uuid, p_query tsquery, p_tolerant tsquery, p_is_inner boolean, p_leave_out uuid[],"
    " p_sampled_from integer, p_sampled_each integer, p_most integer, p_ranked_most integer, p_limit integer, p_offset integer",
    "body": SEARCH,
}
FORMER = definer_function("candidates_search", **FORMER_SIGNATURE, planner="enable_seqscan = off")


class Migration(migrations.Migration):
    dependencies = [("candidates", "0016_drafts")]

    operations = [
        migrations.AddField(
            model_name="candidatesearch",
            name="version",
            field=models.SmallIntegerField(db_default=0),
        ),
        migrations.AddIndex(
            model_name="candidatesearch",
            index=models.Index(fields=["organization", "version"], name="candidates_search_versions"),
        ),
        migrations.RunSQL(FORMER.reverse_sql or "", FORMER.sql),
        definer_function("candidates_search", **SIGNATURE, planner="enable_seqscan = off"),
    ]
