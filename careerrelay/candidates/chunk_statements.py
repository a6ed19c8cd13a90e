"""The SQL by which a chunk of a file becomes candidates. COPY into a walled table is refused by PostgreSQL, so rows are
copied into temporary tables first; all that is read or written behind the wall names the organization too.

Each statement but the tables takes `organization`, `import`, `at` and `wave`: rows of one wave touch nobody twice, so
wave after wave is the order of the file. `ImportChange.before` is `{}` for a row that was not there before, and a row
with its id for one that is gone. `known` are the applications of the wave that were there: named once more, because
a planner that knows nothing yet of a young table takes an organization for a few rows, and looks for ids last.
"""

from careerrelay.candidates.rules.lexemes import VERSION

TABLES = """
CREATE TEMP TABLE IF NOT EXISTS import_row (
    wave integer, candidate_id uuid, makes_candidate boolean, application_id uuid, makes_application boolean,
    name text, kana text, region text, employer text, title text, education text, background text,
    name_key text, kana_key text, confirmed jsonb, confirmed_at timestamptz, has_day boolean, custom jsonb,
    external_id text, job_external_id text, job_title text, route text, route_detail text, labels text, status text,
    stage text, state text, says_outcome boolean, applied_on date, ended_on date, reason text, was_told boolean,
    ending_id uuid
) ON COMMIT DELETE ROWS;
CREATE TEMP TABLE IF NOT EXISTS import_address (
    wave integer, candidate_id uuid, makes_candidate boolean, id uuid, address text, canonical text, is_proxy boolean
) ON COMMIT DELETE ROWS;
CREATE TEMP TABLE IF NOT EXISTS import_phone (
    wave integer, candidate_id uuid, makes_candidate boolean, id uuid, number text, canonical text
) ON COMMIT DELETE ROWS;
CREATE TEMP TABLE IF NOT EXISTS import_interview (
    wave integer, application_id uuid, makes_application boolean, id uuid, stage text, held_on date
) ON COMMIT DELETE ROWS;
CREATE TEMP TABLE IF NOT EXISTS import_words (
    candidate_id uuid, id uuid, words tsvector STORAGE EXTERNAL, text_hash bytea
) WITH (toast_tuple_target = 8160) ON COMMIT DELETE ROWS;
TRUNCATE import_row, import_address, import_phone, import_interview, import_words;
"""
COPIED = ("import_row", "import_address", "import_phone", "import_interview")
# Nobody else tells the planner how many rows stand in a table that is seconds old; of the texts it asks nothing.
ANALYSED = """
ANALYZE import_row (wave, candidate_id, makes_candidate, application_id, makes_application),
    import_address (wave, candidate_id, makes_candidate), import_phone (wave, candidate_id, makes_candidate, canonical),
    import_interview (wave, application_id, makes_application)
"""

FACTS = ("name", "kana", "region", "employer", "title", "education", "background")
_KEPT = (*FACTS, "name_key", "kana_key", "custom", "confirmed", "confirmed_at", "updated_at")

ADD_CANDIDATES = """
INSERT INTO candidates_candidate (id, organization_id, name, kana, name_key, kana_key, region, employer, title,
    education, background, desired_work, desired_regions, source, source_detail, custom, confirmed, confirmed_at,
    last_applied_on, application_states, from_import_id, created_at, updated_at)
SELECT candidate_id, %(organization)s, name, kana, name_key, kana_key, region, employer, title, education, background,
    '', '{}', 'import', left(concat_ws(' / ', nullif(route, ''), nullif(route_detail, '')), 300), custom,
    confirmed,
    confirmed_at, CASE WHEN makes_application THEN applied_on END,
    CASE WHEN makes_application THEN ARRAY[state] ELSE '{}' END, %(import)s, %(at)s, %(at)s
FROM import_row WHERE wave = %(wave)s AND makes_candidate
"""


def _is_held(fact: str) -> str:
    """Somebody, or a newer application, said so later: the day of an application is when its facts were right."""
    return f"((c.confirmed->'{fact}'->>0)::timestamptz > r.confirmed_at)"


def _is_taken(fact: str) -> str:
    return f"(r.{fact} <> '' AND r.{fact} <> c.{fact} AND {_is_held(fact)} IS NOT TRUE)"


def _is_confirmed(fact: str) -> str:
    """Without a day of its own a row confirms only what it changes: read again, it changes nothing."""
    is_said_again = (
        f"(r.has_day AND r.{fact} = c.{fact} AND r.{fact} <> ''"
        f" AND coalesce((c.confirmed->'{fact}'->>0)::timestamptz < r.confirmed_at, true))"
    )
    return f"({_is_taken(fact)} OR {is_said_again})"


def _taken(column: str, fact: str) -> str:
    return f"{column} = CASE WHEN {_is_taken(fact)} THEN r.{column} ELSE c.{column} END"


_CONFIRMED = ", ".join(
    f"'{fact}', CASE WHEN {_is_confirmed(fact)} THEN r.confirmed->'{fact}' END" for fact in FACTS
)
_IS_CUSTOM_TAKEN = "(NOT c.custom @> r.custom)"
_CUSTOM_CONFIRMED = f"""CASE WHEN {_IS_CUSTOM_TAKEN} THEN (
    SELECT coalesce(jsonb_object_agg(said.key, said.value), '{{}}')
    FROM jsonb_each(r.confirmed) said WHERE starts_with(said.key, 'custom:')) ELSE '{{}}' END"""
_IS_COMPLETED = " OR ".join((*(_is_confirmed(fact) for fact in FACTS), _IS_CUSTOM_TAKEN))
_OF_WAVE = "r.wave = %(wave)s AND c.organization_id = %(organization)s AND c.id = r.candidate_id"
_CHANGE_IDS = "gen_random_uuid(), %(organization)s, %(import)s"
_CHANGE = "INSERT INTO candidates_importchange (id, organization_id, from_import_id, object_kind, object_id, before)"
# Rows that this import made are taken back as a whole.
_IS_OLDER = "from_import_id IS DISTINCT FROM %(import)s"

KEEP_CANDIDATES = f"""
{_CHANGE} SELECT {_CHANGE_IDS}, 'candidate', c.id, jsonb_build_object({
    ", ".join(f"'{column}', c.{column}" for column in _KEPT)
})
FROM import_row r JOIN candidates_candidate c ON {_OF_WAVE}
WHERE NOT r.makes_candidate AND c.{_IS_OLDER} AND ({_IS_COMPLETED})
ON CONFLICT (from_import_id, object_kind, object_id) DO NOTHING
"""
COMPLETE_CANDIDATES = f"""
UPDATE candidates_candidate c SET {", ".join(_taken(fact, fact) for fact in FACTS)},
    {_taken("name_key", "name")}, {_taken("kana_key", "kana")},
    custom = c.custom || r.custom, confirmed = c.confirmed || {_CUSTOM_CONFIRMED} ||
         jsonb_strip_nulls(jsonb_build_object({_CONFIRMED})),
    confirmed_at = greatest(c.confirmed_at, r.confirmed_at), updated_at = %(at)s
FROM import_row r WHERE {_OF_WAVE} AND NOT r.makes_candidate AND ({_IS_COMPLETED})
RETURNING c.id
"""

ADD_NEW_ADDRESSES = """
INSERT INTO candidates_candidateaddress (id, organization_id, candidate_id, address, canonical, is_proxy)
SELECT id, %(organization)s, candidate_id, address, canonical, is_proxy
FROM import_address WHERE wave = %(wave)s AND makes_candidate
"""
ADD_NEW_PHONES = """
INSERT INTO candidates_candidatephone (id, organization_id, candidate_id, number, canonical)
SELECT id, %(organization)s, candidate_id, number, canonical
FROM import_phone WHERE wave = %(wave)s AND makes_candidate
"""


def _added_contacts(kind: str, written: str, columns: str) -> str:
    """To somebody who is known already; a number may be theirs already."""
    return f"""
WITH added AS (
    INSERT INTO candidates_candidate{kind} (id, organization_id, candidate_id, {written}, canonical{columns})
    SELECT id, %(organization)s, candidate_id, {written}, canonical{columns} FROM import_{kind}
    WHERE wave = %(wave)s AND NOT makes_candidate
    {"ON CONFLICT (organization_id, canonical, candidate_id) DO NOTHING" if kind == "phone" else ""}
    RETURNING id, candidate_id
), kept AS (
    {_CHANGE} SELECT {_CHANGE_IDS}, 'candidate{kind}', id, '{{}}' FROM added
)
SELECT candidate_id FROM added
"""


ADD_ADDRESSES = _added_contacts("address", "address", ", is_proxy")
ADD_PHONES = _added_contacts("phone", "number", "")

ADD_APPLICATIONS = """
INSERT INTO candidates_application (id, organization_id, candidate_id, system, external_id, job_external_id, job_title,
    route, route_detail, labels, status, stage, state, applied_on, ended_on, from_import_id, created_at, updated_at)
SELECT application_id, %(organization)s, candidate_id, %(system)s, external_id, job_external_id, job_title, route,
    route_detail, labels, status, stage, state, applied_on, ended_on, %(import)s, %(at)s, %(at)s
FROM import_row WHERE wave = %(wave)s AND makes_application
"""

_TEXTS = ("job_external_id", "job_title", "route", "route_detail", "labels", "status", "stage")
_DAYS = ("applied_on", "ended_on")
# What a member here decided stands until the file's own status says something new.
_STANDS = "a.decided_at IS NOT NULL AND r.status = a.status"
# A decision that a human being made about a mixed status is not undone by reading the same status again; and a file
# that says nothing of outcomes, such as one that only adds addresses, reads as open.
_STATE = """CASE WHEN r.state = 'undecided' AND a.state IN ('rejected', 'withdrawn') THEN a.state
    WHEN r.state = 'open' AND NOT r.says_outcome THEN a.state ELSE r.state END"""
_WANTED = {
    **{column: f"CASE WHEN r.{column} <> '' THEN r.{column} ELSE a.{column} END" for column in _TEXTS},
    **{column: f"coalesce(r.{column}, a.{column})" for column in _DAYS},
    "state": _STATE,
    "candidate_id": "r.candidate_id",
}
_WANTED |= {
    column: f"CASE WHEN {_STANDS} THEN a.{column} ELSE {_WANTED[column]} END"
    for column in ("state", "stage", "ended_on")
}
_DIFFERS = " OR ".join(f"a.{column} IS DISTINCT FROM {wanted}" for column, wanted in _WANTED.items())
_APPLICATION = (
    "r.wave = %(wave)s AND a.organization_id = %(organization)s AND a.id = r.application_id"
    " AND NOT r.makes_application AND a.id = ANY (%(known)s::uuid[])"
)
KEEP_APPLICATIONS = f"""
{_CHANGE} SELECT {_CHANGE_IDS}, 'application', a.id, jsonb_build_object({
    ", ".join(f"'{column}', a.{column}" for column in (*_WANTED, "updated_at"))
})
FROM import_row r JOIN candidates_application a ON {_APPLICATION}
WHERE a.{_IS_OLDER} AND ({_DIFFERS})
ON CONFLICT (from_import_id, object_kind, object_id) DO NOTHING
"""
COMPLETE_APPLICATIONS = f"""
UPDATE candidates_application a SET {", ".join(f"{column} = {wanted}" for column, wanted in _WANTED.items())},
    updated_at = %(at)s
FROM import_row r WHERE {_APPLICATION} AND ({_DIFFERS})
RETURNING a.id
"""

_REJECTION = """INSERT INTO candidates_rejection (id, organization_id, application_id, rejected_on, stage, reason,
    revisit, told_at, created_at)"""
_TOLD = "CASE WHEN coalesce(r.was_told, %(is_told)s) THEN %(at)s::timestamptz END"
_WITHDRAWAL = """INSERT INTO candidates_withdrawal (id, organization_id, application_id, withdrawn_on, reason,
    created_at)"""
ADD_NEW_REJECTIONS = f"""
{_REJECTION} SELECT r.ending_id, %(organization)s, r.application_id, coalesce(r.ended_on, %(today)s), r.stage, r.reason,
    '', {_TOLD}, %(at)s
FROM import_row r WHERE r.wave = %(wave)s AND r.makes_application AND r.state = 'rejected'
"""
ADD_NEW_WITHDRAWALS = f"""
{_WITHDRAWAL} SELECT r.ending_id, %(organization)s, r.application_id, r.ended_on, r.reason, %(at)s
FROM import_row r WHERE r.wave = %(wave)s AND r.makes_application AND r.state = 'withdrawn'
"""


def _added_endings(table: str, state: str, insert: str, values: str) -> str:
    """To an application that is known already and has none."""
    return f"""
WITH added AS (
    {insert} SELECT r.ending_id, %(organization)s, a.id, {values}, %(at)s
    FROM import_row r JOIN candidates_application a ON {_APPLICATION}
    WHERE a.state = '{state}' AND NOT EXISTS (SELECT FROM candidates_{table} e
        WHERE e.application_id = a.id AND e.organization_id = %(organization)s)
    RETURNING id, application_id
), kept AS (
    {_CHANGE} SELECT {_CHANGE_IDS}, '{table}', id, '{{}}' FROM added
)
SELECT application_id FROM added
"""


def _left_endings(table: str, state: str) -> str:
    """Endings of applications that ended otherwise, or not at all."""
    return f"""
SELECT e.id FROM candidates_{table} e JOIN candidates_application a ON a.id = e.application_id
WHERE e.application_id = ANY (%(known)s::uuid[]) AND e.organization_id = %(organization)s
  AND a.organization_id = %(organization)s AND a.state <> '{state}' ORDER BY e.id
"""


ADD_REJECTIONS = _added_endings(
    "rejection",
    "rejected",
    _REJECTION,
    f"coalesce(r.ended_on, a.ended_on, %(today)s), a.stage, r.reason, '', {_TOLD}",
)
ADD_WITHDRAWALS = _added_endings(
    "withdrawal", "withdrawn", _WITHDRAWAL, "coalesce(r.ended_on, a.ended_on), r.reason"
)
LEFT_REJECTIONS = _left_endings("rejection", "rejected")
LEFT_WITHDRAWALS = _left_endings("withdrawal", "withdrawn")

ADD_INTERVIEWS = f"""
WITH added AS (
    INSERT INTO candidates_interview (id, organization_id, application_id, stage, held_on, created_at)
    SELECT i.id, %(organization)s, i.application_id, i.stage, i.held_on, %(at)s FROM import_interview i
    WHERE i.wave = %(wave)s AND (i.makes_application OR NOT EXISTS (SELECT FROM candidates_interview k
        WHERE k.application_id = i.application_id AND k.organization_id = %(organization)s
          AND k.stage = i.stage AND k.held_on = i.held_on))
    RETURNING id, application_id
), older AS (
    SELECT n.id, n.application_id FROM added n JOIN import_interview i ON i.id = n.id WHERE NOT i.makes_application
), kept AS (
    {_CHANGE} SELECT {_CHANGE_IDS}, 'interview', id, '{{}}' FROM older
)
SELECT application_id FROM older
"""

ADD_WORDS = f"""
INSERT INTO candidates_candidatesearch (id, organization_id, candidate_id, words, text_hash, version)
SELECT id, %(organization)s, candidate_id, words, text_hash, {VERSION} FROM import_words
"""
COUNT_UNDECIDED = """
SELECT count(*) FROM import_row r JOIN candidates_application a ON a.id = r.application_id
WHERE a.organization_id = %(organization)s AND a.state = 'undecided'
"""
# Who has nothing left of their own, so that nobody will miss the record.
EMPTY_CANDIDATES = """
SELECT c.id FROM candidates_candidate c
WHERE c.organization_id = %(organization)s AND c.id = ANY (%(candidates)s::uuid[])
""" + "".join(
    f"  AND NOT EXISTS (SELECT FROM candidates_{table} x WHERE x.candidate_id = c.id"
    " AND x.organization_id = %(organization)s)\n"
    for table in (
        "application",
        "candidateaddress",
        "candidatefile",
        "note",
        "employment",
        "schooling",
        "languageskill",
        "qualification",
        "candidateskill",
    )
)


def kept_whole(table: str) -> str:
    """Rows that are about to be erased, as they are."""
    return f"""
{_CHANGE} SELECT {_CHANGE_IDS}, '{table}', x.id, to_jsonb(x) FROM candidates_{table} x
WHERE x.organization_id = %(organization)s AND x.id = ANY (%(ids)s::uuid[])
ON CONFLICT (from_import_id, object_kind, object_id) DO UPDATE
SET before = excluded.before || candidates_importchange.before
WHERE candidates_importchange.before <> '{{}}'
"""


# What a dry run asks: everything stands in wave 1, and nothing is written.
WOULD_CHANGE = f"""
SELECT c.id FROM import_row r JOIN candidates_candidate c ON {_OF_WAVE}
    WHERE NOT r.makes_candidate AND ({_IS_COMPLETED})
UNION SELECT a.id FROM import_row r JOIN candidates_application a ON {_APPLICATION} WHERE {_DIFFERS}
UNION SELECT candidate_id FROM import_address WHERE NOT makes_candidate
UNION SELECT i.candidate_id FROM import_phone i WHERE NOT i.makes_candidate
    AND EXISTS (SELECT FROM candidates_candidate c WHERE c.id = i.candidate_id AND c.organization_id = %(organization)s)
    AND NOT EXISTS (SELECT FROM candidates_candidatephone p WHERE p.candidate_id = i.candidate_id
        AND p.canonical = i.canonical AND p.organization_id = %(organization)s)
UNION SELECT i.application_id FROM import_interview i WHERE NOT i.makes_application
    AND EXISTS (SELECT FROM candidates_application a WHERE a.id = i.application_id
        AND a.organization_id = %(organization)s)
    AND NOT EXISTS (SELECT FROM candidates_interview k WHERE k.application_id = i.application_id
        AND k.organization_id = %(organization)s AND k.stage = i.stage AND k.held_on = i.held_on)
"""
WOULD_BE_UNDECIDED = f"""
SELECT application_id FROM import_row WHERE makes_application AND state = 'undecided'
UNION SELECT a.id FROM import_row r JOIN candidates_application a ON {_APPLICATION} WHERE {_STATE} = 'undecided'
"""
