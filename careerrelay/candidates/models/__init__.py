"""A company's own record of people: who they are, what they did, how their applications ended, where it came from."""

from careerrelay.candidates.models.facts import (
    CandidateFile,
    CandidateSkill,
    CustomField,
    Employment,
    FileState,
    LanguageSkill,
    Note,
    Qualification,
    Schooling,
)
from careerrelay.candidates.models.finding import CandidateSearch
from careerrelay.candidates.models.importing import (
    Import,
    ImportChange,
    ImportForecast,
    ImportRefusal,
    ImportState,
    RememberedColumns,
)
from careerrelay.candidates.models.record import Candidate, CandidateAddress, CandidatePhone, Source
from careerrelay.candidates.models.sameness import DuplicatePair, Merge, PairState
from careerrelay.candidates.models.selection import (
    Application,
    ApplicationState,
    Evaluation,
    Interview,
    Interviewer,
    Recommendation,
    Rejection,
    RejectionReason,
    Revisit,
    StageMove,
    Withdrawal,
)

__all__ = [
    "Application",
    "ApplicationState",
    "Candidate",
    "CandidateAddress",
    "CandidateFile",
    "CandidatePhone",
    "CandidateSearch",
    "CandidateSkill",
    "CustomField",
    "DuplicatePair",
    "Employment",
    "Evaluation",
    "FileState",
    "Import",
    "ImportChange",
    "ImportForecast",
    "ImportRefusal",
    "ImportState",
    "Interview",
    "Interviewer",
    "LanguageSkill",
    "Merge",
    "Note",
    "PairState",
    "Qualification",
    "Recommendation",
    "Rejection",
    "RejectionReason",
    "RememberedColumns",
    "Revisit",
    "Schooling",
    "Source",
    "StageMove",
    "Withdrawal",
]
