"""復元の報告: of which moment the data is after a backup was restored, and what is not in it."""

from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from careerrelay.accounts.rules import Kind, Permission
from careerrelay.core import clock
from careerrelay.privacy.restorations import SHOWN_FOR, last_restoration
from careerrelay.privacy.rules.restored import again_of, lost_of, missing_of
from careerrelay.web.shared.pages import MemberRequest, page, show


@require_safe
@page(Kind.OPERATOR, Permission.SEE_NETWORK)
def restoration(request: MemberRequest) -> HttpResponse:
    found = last_restoration()
    if found is None:
        raise Http404
    language = get_language() or "ja"
    context = {
        "found": found,
        "parts": [
            (heading, [(one.words(language), one.count) for one in told])
            for heading, told in (
                (_("確かめること"), missing_of(found.done)),
                (_("控えより後に記録され、もうないもの"), lost_of(found.lost or {})),
                (_("もう一度したこと"), again_of(found.done)),
            )
            if told
        ],
        "is_counted": found.lost is not None,
    }
    return show(request, "operator/restoration.html", context)


def restoration_rows() -> list[dict[str, Any]]:
    """For the first page, for thirty days."""
    found = last_restoration(since=clock.now() - SHOWN_FOR)
    if found is None:
        return []
    return [
        {
            "count": sum(one.count for one in [*missing_of(found.done), *lost_of(found.lost or {})]),
            "what": _("控えから復元したデータに、ないもの、確かめるもの"),
            "why": _("控えより後のことは、すべてはありません。"),
            "url": reverse("operator:restoration"),
            "deed": _("復元の報告を見る"),
        }
    ]
