"""The access log in words: which organization, on which day, did what and how often."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from careerrelay.relay.accesses import Access
from careerrelay.relay.candidate_page import Named
from careerrelay.web.candidate.names import listed, name_of

DEEDS = {
    "see_profile": gettext_noop("プロフィールを開きました"),
    "see_record": gettext_noop("あなたの記録を開きました"),
    "see_file": gettext_noop("応募書類を開きました"),
    "see_list": gettext_noop("応募者の一覧で見ました"),
    "see_list_of_pool": gettext_noop("タレントプールの一覧で見ました"),
    "see_list_of_notices": gettext_noop("お見送り連絡の一覧で見ました"),
    "see_list_of_pairs": gettext_noop("同じ人かどうかを確かめました"),
    "see_list_received": gettext_noop("受信の一覧で見ました"),
    "see_list_accepted": gettext_noop("受け付けた人の一覧で見ました"),
    "see_list_exported": gettext_noop("ファイルに書き出しました"),
}


def access_rows(accesses: Iterable[Access]) -> list[dict[str, Any]]:
    return [
        {
            "on": access.on,
            "name": name_of(Named(access.organization_id, access.name_ja, access.name_en)),
            "what": listed(_deed(deed, times) for deed, times in access.deeds if deed in DEEDS),
        }
        for access in accesses
    ]


def _deed(deed: str, times: int) -> str:
    word = _(DEEDS[deed])
    return word if times == 1 else _("%(what)s(%(times)s回)") % {"what": word, "times": times}
