"""Those of a company's records that a list means, and what stands in them. In the company's scope."""

from collections.abc import Collection
from uuid import UUID

from careerrelay.core.sql import sql_rows

# `background` and `education` are the free words that an import found for career and schooling.
_ITEMS_HELD = """
    WITH concerned AS MATERIALIZED (
        SELECT id FROM candidates_candidate WHERE organization_id = %(organization)s AND id = ANY(%(ids)s)
    ), held (item, id) AS (
        SELECT 'name', id FROM candidates_candidate WHERE name <> '' OR kana <> ''
        UNION ALL SELECT 'address', candidate_id FROM candidates_candidateaddress
        UNION ALL SELECT 'phone', candidate_id FROM candidates_candidatephone
        UNION ALL SELECT 'region', id FROM candidates_candidate WHERE region <> ''
        UNION ALL SELECT 'career', id FROM candidates_candidate
            WHERE employer <> '' OR title <> '' OR background <> ''
        UNION ALL SELECT 'career', candidate_id FROM candidates_employment
        UNION ALL SELECT 'schooling', id FROM candidates_candidate WHERE education <> ''
        UNION ALL SELECT 'schooling', candidate_id FROM candidates_schooling
        UNION ALL SELECT 'skills', candidate_id FROM candidates_candidateskill
        UNION ALL SELECT 'skills', candidate_id FROM candidates_languageskill
        UNION ALL SELECT 'skills', candidate_id FROM candidates_qualification
        UNION ALL SELECT 'wishes', id FROM candidates_candidate
            WHERE desired_work <> '' OR desired_regions <> '{}' OR desired_salary_min_jpy IS NOT NULL
            OR available_from_on IS NOT NULL
        UNION ALL SELECT 'applications', candidate_id FROM candidates_application
        UNION ALL SELECT 'evaluations', a.candidate_id FROM candidates_evaluation e
            JOIN candidates_application a ON a.id = e.application_id
        UNION ALL SELECT 'notes', candidate_id FROM candidates_note
        UNION ALL SELECT 'files', candidate_id FROM candidates_candidatefile WHERE content_bytes > 0
        UNION ALL SELECT 'own_fields', id FROM candidates_candidate WHERE custom <> '{}'
    )
    SELECT item, count(DISTINCT id) FROM held JOIN concerned USING (id) GROUP BY item
"""


def candidates_meant(
    *, organization_id: UUID, ids: Collection[UUID], addresses: Collection[str], externals: Collection[str]
) -> dict[UUID | str, UUID]:
    """By what was written: an id of a candidate or of one merged into it, an address, an application's number."""
    rows = sql_rows(
        """
        SELECT id, NULL, id FROM candidates_candidate WHERE organization_id = %(organization)s AND id = ANY(%(ids)s)
        UNION ALL
        SELECT gone_id, NULL, kept_id FROM candidates_merge
        WHERE organization_id = %(organization)s AND gone_id = ANY(%(ids)s) AND undone_at IS NULL
        UNION ALL
        SELECT NULL, canonical, candidate_id FROM candidates_candidateaddress
        WHERE organization_id = %(organization)s AND canonical = ANY(%(addresses)s)
        UNION ALL
        SELECT NULL, external_id, candidate_id FROM candidates_application
        WHERE organization_id = %(organization)s AND external_id = ANY(%(externals)s)
        """,
        {
            "organization": organization_id,
            "ids": list(ids),
            "addresses": list(addresses),
            "externals": list(externals),
        },
    )
    return {found_id or written: candidate_id for found_id, written, candidate_id in rows}


def items_held(*, organization_id: UUID, candidate_ids: Collection[UUID]) -> dict[str, int]:
    """How many of these people there is each kind of data about; none for what there is nothing of."""
    return dict(sql_rows(_ITEMS_HELD, {"organization": organization_id, "ids": list(candidate_ids)}))
