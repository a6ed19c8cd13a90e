"""The SQL by which an import is taken back; each statement takes `organization`, `import` and `started_at`. How
ImportChange.before is to be read: see chunk_statements."""

_CHANGED = "k.organization_id = %(organization)s AND k.from_import_id = %(import)s"
_OF_KIND = f"{_CHANGED} AND k.object_kind = "
_MINE = "organization_id = %(organization)s AND from_import_id = %(import)s"


def _owners(table: str) -> str:
    """Candidates whose row in the table this import added or changed."""
    return f"""
    SELECT x.candidate_id FROM candidates_importchange k JOIN candidates_{table} x ON x.id = k.object_id
    WHERE {_OF_KIND}'{table}' AND x.organization_id = %(organization)s"""


def _owners_of_application(table: str) -> str:
    return f"""
    SELECT a.candidate_id FROM candidates_importchange k JOIN candidates_{table} x ON x.id = k.object_id
    JOIN candidates_application a ON a.id = x.application_id
    WHERE {_OF_KIND}'{table}' AND a.organization_id = %(organization)s"""


_TOUCHED = " UNION ".join(
    (
        f"SELECT id FROM candidates_candidate WHERE {_MINE}",
        f"SELECT candidate_id FROM candidates_application WHERE {_MINE}",
        f"SELECT k.object_id FROM candidates_importchange k WHERE {_OF_KIND}'candidate'",
        *(_owners(table) for table in ("candidateaddress", "candidatephone", "application")),
        *(_owners_of_application(table) for table in ("rejection", "withdrawal", "interview", "evaluation")),
        (
            "SELECT a.candidate_id FROM candidates_evaluation e"
            " JOIN candidates_application a ON a.id = e.application_id"
            " WHERE e.organization_id = %(organization)s AND e.from_import_id = %(import)s"
        ),
    )
)
CANDIDATES = _TOUCHED

# What an import never makes: somebody wrote it.
_OF_CANDIDATE = (
    "candidatefile",
    "note",
    "employment",
    "schooling",
    "languageskill",
    "qualification",
    "candidateskill",
)
_IS_USED = " OR ".join(
    (
        *(
            f"(t.is_made AND EXISTS (SELECT FROM candidates_{table} x WHERE x.candidate_id = t.id"
            " AND x.organization_id = %(organization)s))"
            for table in _OF_CANDIDATE
        ),
        """(t.is_made AND EXISTS (SELECT FROM candidates_application x WHERE x.candidate_id = t.id
            AND x.organization_id = %(organization)s AND x.from_import_id IS DISTINCT FROM %(import)s
            AND NOT EXISTS (SELECT FROM candidates_importchange k WHERE k.from_import_id = %(import)s
                AND k.organization_id = %(organization)s AND k.object_kind = 'application' AND k.object_id = x.id)))""",
        *(
            f"""EXISTS (SELECT FROM candidates_{table} x JOIN candidates_application a ON a.id = x.application_id
            WHERE a.candidate_id = t.id AND a.organization_id = %(organization)s
              AND a.from_import_id = %(import)s)"""
            for table in ("evaluation", "stagemove")
        ),
        *(
            f"""EXISTS (SELECT FROM candidates_importchange k JOIN candidates_interview i ON i.id = k.object_id
            JOIN candidates_{table} x ON x.interview_id = i.id JOIN candidates_application a ON a.id = i.application_id
            WHERE {_OF_KIND}'interview' AND a.candidate_id = t.id AND a.organization_id = %(organization)s {others})"""
            for table, others in (
                ("interviewer", ""),
                ("evaluation", "AND x.from_import_id IS DISTINCT FROM %(import)s"),
            )
        ),
        """EXISTS (SELECT FROM candidates_application x WHERE x.candidate_id = t.id
            AND x.organization_id = %(organization)s AND x.from_import_id <> %(import)s
            AND x.created_at > %(started_at)s)""",
        """EXISTS (SELECT FROM candidates_merge x WHERE x.organization_id = %(organization)s
            AND x.merged_at >= %(started_at)s AND t.id IN (x.kept_id, x.gone_id))""",
        """EXISTS (SELECT FROM candidates_importchange x JOIN candidates_import i ON i.id = x.from_import_id
            WHERE x.organization_id = %(organization)s AND i.organization_id = %(organization)s
              AND x.object_kind = 'candidate' AND x.object_id = t.id AND i.started_at > %(started_at)s)""",
        """EXISTS (SELECT FROM candidates_importchange x JOIN candidates_import i ON i.id = x.from_import_id
            JOIN candidates_application a ON a.id = x.object_id
            WHERE x.organization_id = %(organization)s AND i.organization_id = %(organization)s
              AND x.object_kind = 'application' AND a.organization_id = %(organization)s
              AND a.candidate_id = t.id AND i.started_at > %(started_at)s)""",
        "t.id IN (SELECT object_id FROM deeds)",
        """EXISTS (SELECT FROM candidates_application a JOIN deeds ON deeds.object_id = a.id
            WHERE a.candidate_id = t.id AND a.organization_id = %(organization)s)""",
    )
)
USED = f"""
WITH deeds AS (
    SELECT object_id FROM audit_auditentry WHERE organization_id = %(organization)s AND actor_kind = 'member'
        AND at >= %(started_at)s AND object_kind IN ('candidate', 'application') AND deed <> ALL (%(reading)s)
), touched AS (
    SELECT c.id, c.from_import_id IS NOT DISTINCT FROM %(import)s AS is_made FROM candidates_candidate c
    WHERE c.organization_id = %(organization)s AND c.id IN ({_TOUCHED})
)
SELECT t.id FROM touched t WHERE {_IS_USED}
"""

_FACTS = ("name", "kana", "region", "employer", "title", "education", "background")
_OF_CANDIDATES = (*_FACTS, "name_key", "kana_key", "custom", "confirmed", "confirmed_at", "updated_at")
_OF_APPLICATIONS = (
    "job_external_id",
    "job_title",
    "route",
    "route_detail",
    "labels",
    "status",
    "stage",
    "applied_on",
    "ended_on",
    "state",
    "candidate_id",
    "updated_at",
)


def _gone_again(table: str, *, only: str = "") -> str:
    """A row that the import erased comes back."""
    return f"""
INSERT INTO candidates_{table} SELECT x.* FROM candidates_importchange k,
    LATERAL jsonb_populate_record(NULL::candidates_{table}, k.before) x
WHERE {_OF_KIND}'{table}' AND k.before ? 'id' {only} ON CONFLICT DO NOTHING
"""


def _as_before(table: str, columns: tuple[str, ...]) -> str:
    return f"""
UPDATE candidates_{table} x SET {", ".join(f"{column} = b.{column}" for column in columns)}
FROM candidates_importchange k, LATERAL jsonb_populate_record(NULL::candidates_{table}, k.before) b
WHERE {_OF_KIND}'{table}' AND k.before <> '{{}}' AND NOT k.before ? 'id'
  AND x.organization_id = %(organization)s AND x.id = k.object_id
"""


def _not_added(table: str) -> str:
    return f"""
DELETE FROM candidates_{table} x USING candidates_importchange k
WHERE {_OF_KIND}'{table}' AND k.before = '{{}}' AND x.id = k.object_id AND x.organization_id = %(organization)s
"""


_IS_KEPT = """AND EXISTS (SELECT FROM candidates_application a WHERE a.id = x.application_id
    AND a.organization_id = %(organization)s AND a.from_import_id IS DISTINCT FROM %(import)s)"""
# A unique number or ending that the import added may stand where one comes back: first what it added goes.
PUT_BACK = (
    f"DELETE FROM candidates_evaluation WHERE {_MINE}",
    *(
        _not_added(table)
        for table in ("candidateaddress", "candidatephone", "rejection", "withdrawal", "interview")
    ),
    _gone_again("candidate"),
    _as_before("candidate", _OF_CANDIDATES),
    _as_before("application", _OF_APPLICATIONS),
    _as_before("evaluation", ("score", "recommendation", "words", "updated_at")),
    _gone_again("candidatephone"),
    _gone_again("rejection", only=_IS_KEPT),
    _gone_again("withdrawal", only=_IS_KEPT),
)

_APPLICATIONS = f"SELECT id FROM candidates_application WHERE {_MINE}"
_CANDIDATES = f"SELECT id FROM candidates_candidate WHERE {_MINE}"


def _of_erased(table: str, column: str, erased: str) -> str:
    return (
        f"DELETE FROM candidates_{table} WHERE organization_id = %(organization)s AND {column} IN ({erased})"
    )


ERASE = (
    (
        "DELETE FROM candidates_interviewer x USING candidates_interview i WHERE i.id = x.interview_id"
        " AND x.organization_id = %(organization)s AND i.organization_id = %(organization)s"
        f" AND i.application_id IN ({_APPLICATIONS})"
    ),
    *(
        _of_erased(table, "application_id", _APPLICATIONS)
        for table in ("interview", "rejection", "withdrawal")
    ),
    f"DELETE FROM candidates_application WHERE {_MINE}",
    *(
        _of_erased(table, "candidate_id", _CANDIDATES)
        for table in ("candidatesearch", "candidateaddress", "candidatephone")
    ),
    _of_erased("duplicatepair", "first_id", _CANDIDATES),
    _of_erased("duplicatepair", "second_id", _CANDIDATES),
    f"DELETE FROM candidates_candidate WHERE {_MINE}",
)
