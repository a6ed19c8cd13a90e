from importlib import import_module
from typing import Any

from django.db import migrations

from careerrelay.core.migration_operations import definer_function

BEFORE = import_module("careerrelay.candidates.migrations.0011_search_everything")
SIGNATURE: dict[str, Any] = {
    "arguments": "p_organization uuid, p_query tsquery, p_tolerant tsquery, p_is_inner boolean,"
    " p_leave_out uuid[], p_most integer, p_ranked_most integer, p_limit integer, p_offset integer",
    "returns": "TABLE (candidate_id uuid, total integer, is_tolerant boolean)",
    "body": BEFORE.SEARCH,
    "tables": {"candidates_candidatesearch": "SELECT"},
    "language": "plpgsql",
}
FORMER = definer_function("candidates_search", **SIGNATURE)


class Migration(migrations.Migration):
    dependencies = [("candidates", "0011_search_everything")]

    operations = [
        # PostgreSQL moves words out of a row only when it is longer than 2 kB, and most are shorter: five rows a page.
        # The filler makes every row so long; itself it packs into thirty bytes. Sixty rows a page: the hits of a
        # frequent word are counted on a twelfth of the pages, three to six times as fast (68,000 people).
        migrations.RunSQL(
            """
            ALTER TABLE candidates_candidatesearch ALTER COLUMN inner_words SET STORAGE EXTERNAL;
            ALTER TABLE candidates_candidatesearch
                ADD COLUMN filler text GENERATED ALWAYS AS (repeat(' ', 2100)) STORED;
            """,
            "ALTER TABLE candidates_candidatesearch DROP COLUMN filler",
        ),
        # The pages of such a table are few, and so the planner would read all of them, and with them all the words.
        migrations.RunSQL(FORMER.reverse_sql or "", FORMER.sql),
        definer_function("candidates_search", **SIGNATURE, planner="enable_seqscan = off"),
    ]
