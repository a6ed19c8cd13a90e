"""`/trust`: what is checked every night, and what came of it. For anybody; tells nothing about anybody."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext, gettext_noop
from django.views.decorators.http import require_GET

from careerrelay.core import clock
from careerrelay.relay.verifying import last_verification
from careerrelay.web.shared.modes import modes_in_public
from careerrelay.web.shared.pages import as_letter, show

CHECKED = {
    "chains": (
        gettext_noop("同意と操作の記録"),
        gettext_noop("1バイトの変更、順番の入れ替え、抜き取り、末尾の切り取りがないこと"),
    ),
    "states": (
        gettext_noop("同意の状態"),
        gettext_noop("データベースの答えが、意思表示を初めからたどり直した結果と同じであること"),
    ),
    "books": (
        gettext_noop("紹介と無料採用枠の帳簿"),
        gettext_noop("すべての勘定の合計がゼロで、紹介の数と枠の数が合うこと"),
    ),
    "provisions": (
        gettext_noop("提供記録"),
        gettext_noop("渡したすべてに記録があり、その時に有効な同意があったこと"),
    ),
    "copies": (
        gettext_noop("紹介会社にあるプロフィール"),
        gettext_noop("いま有効な同意のあるものだけであること"),
    ),
}


@require_GET
def trust(request: HttpRequest) -> HttpResponse:
    found = last_verification()
    # Never how much was checked: somebody who comes every day would see that somebody has answered (P08).
    checks = [
        {"what": gettext(what), "means": gettext(means), "faults": check["faults"]}
        for check in (found.checks if found else [])
        for what, means in [CHECKED[check["name"]]]
    ]
    context = {"found": found, "checks": checks, "operators": modes_in_public(at=clock.now())}
    return as_letter(show(request, "shared/trust.html", context))
