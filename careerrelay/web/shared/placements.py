"""Joinings in words, for the agency that recorded them and the operator who corrects them."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from careerrelay.relay.rules.placements import PlacementMistake

TERMS = (
    ("permanent", gettext_lazy("期間の定めのない契約")),
    ("fixed", gettext_lazy("期間の定めのある契約")),
)
MISTAKES = (
    (PlacementMistake.DAY, gettext_lazy("就職の日がちがっていた")),
    (PlacementMistake.TERM, gettext_lazy("契約の期間がちがっていた")),
    (PlacementMistake.NOT_JOINED, gettext_lazy("就職しなかった")),
    (PlacementMistake.OTHER_PERSON, gettext_lazy("別の人の就職だった")),
)


def term_in_words(*, is_permanent: bool) -> str:
    return _("期間の定めのない契約") if is_permanent else _("期間の定めのある契約")


def mistake_in_words(mistake: str) -> str:
    return str(dict(MISTAKES)[PlacementMistake(mistake)])
