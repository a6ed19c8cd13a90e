"""By what a candidate is found."""

from typing import Any, ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from careerrelay.accounts.tenancy import TenantModel
from careerrelay.candidates.models.record import Candidate

# New words wait in a list and are entered together: an eighth of the work, which is most of an import.
WAITING: dict[str, Any] = {"fastupdate": True}


class CandidateSearch(TenantModel):
    """What of a candidate can be found. `text_hash` tells whether that has to be cut into words anew. `inner_words`
    are those of notes and evaluations, which not everybody who may search may read. `version`: of the rule by which
    it was written; 0 where nobody said.

    Asked through the function candidates_search only: under the policy of this table PostgreSQL uses no index,
    because `@@` could tell of rows that the policy hides.
    """

    candidate = models.OneToOneField(Candidate, on_delete=models.CASCADE, related_name="+")
    words = SearchVectorField()
    inner_words = SearchVectorField(null=True)
    text_hash = models.BinaryField(max_length=32)
    version = models.SmallIntegerField(db_default=0)

    class Meta:
        indexes: ClassVar = [
            GinIndex(fields=["words"], name="candidates_words", **WAITING),
            GinIndex(fields=["inner_words"], name="candidates_inner_words", **WAITING),
            models.Index(fields=["organization", "candidate"], name="candidates_search_newest"),
            models.Index(fields=["organization", "version"], name="candidates_search_versions"),
        ]

    def __str__(self) -> str:
        return str(self.id)
