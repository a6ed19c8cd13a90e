from importlib import import_module

from django.db import migrations

from careerrelay.core.migration_operations import definer_function

# As before (0017), but of one question or two, of which either may hold: within one, PostgreSQL reads the words of all
# hits that come after the first one whose places have to be read. The last one is what hits are ranked by.
SEARCH = """
DECLARE
    words_match text;
    is_shown text := 'organization_id = $2'
        || CASE WHEN cardinality(p_leave_out) > 0 THEN ' AND candidate_id <> ALL ($3)' ELSE '' END;
    found_at_most text;
    mark tsquery := quote_literal('=' || replace(p_organization::text, '-', ''))::tsquery;
    share real;
    people real;
    asked tsquery[] := p_query;
    within tsquery[];
    tolerated boolean := false;
    ids uuid[];
    hits integer;
BEGIN
    IF p_organization IS NULL OR p_organization IS DISTINCT FROM
       nullif(current_setting('app.organization_id', true), '')::uuid THEN
        RAISE EXCEPTION 'candidates_search: the organization is not the one in scope'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    SELECT '(' || string_agg(format(CASE WHEN p_is_inner THEN 's.words @@ $1[%1$s] OR s.inner_words @@ $1[%1$s]'
                                    ELSE 's.words @@ $1[%1$s]' END, n), ' OR ') || ')'
        INTO words_match FROM generate_series(1, cardinality(p_query)) n;
    found_at_most := 'SELECT array_agg(found.candidate_id) FROM (SELECT every.candidate_id FROM ('
        'SELECT s.candidate_id, s.organization_id FROM candidates_candidatesearch s WHERE ' || words_match ||
        ' OFFSET 0) every WHERE ' || is_shown || ' LIMIT $4) found';
    SELECT m.share, m.share * c.reltuples INTO share, people
        FROM pg_stats s, unnest(s.most_common_vals::text::uuid[], s.most_common_freqs) AS m (organization_id, share),
             pg_class c
        WHERE s.schemaname = 'public' AND s.tablename = 'candidates_candidatesearch'
          AND s.attname = 'organization_id' AND m.organization_id = p_organization
          AND c.oid = 'public.candidates_candidatesearch'::regclass;
    LOOP
        within := CASE WHEN share > 0.5 THEN asked ELSE ARRAY(SELECT mark && one FROM unnest(asked) one) END;
        IF coalesce(people, 0) >= p_sampled_from THEN
            EXECUTE found_at_most INTO ids
                USING ARRAY(SELECT '''=%'''::tsquery && one FROM unnest(within) one), p_organization, p_leave_out, p_most + 1;
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
            ORDER BY ts_rank(CASE WHEN p_is_inner THEN coalesce(s.inner_words, s.words) ELSE s.words END,
                             asked[cardinality(asked)]) DESC,
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
BEFORE = import_module("careerrelay.candidates.migrations.0017_pairs_of_words").SIGNATURE
SIGNATURE = {
    **BEFORE,
    "arguments": BEFORE["arguments"].replace(" tsquery,", " tsquery[],"),
    "body": SEARCH,
}
FORMER = definer_function("candidates_search", **BEFORE, planner="enable_seqscan = off")


class Migration(migrations.Migration):
    dependencies = [("candidates", "0018_imports_at_speed")]

    operations = [
        migrations.RunSQL(FORMER.reverse_sql or "", FORMER.sql),
        definer_function("candidates_search", **SIGNATURE, planner="enable_seqscan = off"),
    ]
