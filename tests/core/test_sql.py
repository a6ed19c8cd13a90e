"""Many texts go to the database as one value and come out as they were."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careerrelay.core.sql import sql_texts, sql_value

STORABLE = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]))


@pytest.mark.django_db
@given(texts=st.lists(st.none() | STORABLE | st.sampled_from(["", "NULL", '"', "\\", "{a,b}", " ", "\n"])))
def test_texts_reach_the_database_as_they_are(texts: list[str | None]) -> None:
    assert sql_value("SELECT %s::text[]", [sql_texts(texts)]) == texts
