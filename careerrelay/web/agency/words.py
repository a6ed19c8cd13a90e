"""What the agency's pages say about a copy: how long there is to answer, whether it counted, what was consented to."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from careerrelay.consent.rules.purposes import Category
from careerrelay.core.calendar import day_in_japan
from careerrelay.people.rules import ContactWhen, Reach
from careerrelay.relay.rules.counting import Counting
from careerrelay.relay.rules.states import DataNoticeKind, DeclineReason
from careerrelay.web.shared.templatetags.words import full_day, is_japanese

SOON = timedelta(days=2)


def company_in_words(name: str, name_en: str) -> str:
    """The person may have kept the name of the company to themself."""
    return (name if is_japanese() else name_en or name) or _("会社名は渡されていません")


def listed(words: Sequence[str]) -> str:
    return ("、" if is_japanese() else ", ").join(words)


def due_in_words(answer_by_at: datetime, *, at: datetime) -> str:
    """In whole days, as a calendar counts them in Japan."""
    days = (day_in_japan(answer_by_at) - day_in_japan(at)).days
    if at >= answer_by_at:
        return _("期限を過ぎました")
    if days <= 1:
        return _("明日まで") if days else _("今日まで")
    return _("あと%(days)s日") % {"days": days}


def is_due_soon(answer_by_at: datetime, *, at: datetime) -> bool:
    return day_in_japan(answer_by_at) - day_in_japan(at) <= SOON


def counting_in_words(counting: str, *, company: str) -> str:
    """Whether it counted, and if not, why (P12)."""
    return {
        Counting.COUNTED: _("紹介として数えました。"),
        Counting.ALREADY_AT_COMPANY: _(
            "数えていません。%(company)sからの紹介として、すでに別の紹介会社で数えられています。"
        )
        % {"company": company},
        Counting.ALREADY_AT_AGENCY: _("数えていません。先に紹介のあった会社の分として数えています。"),
        Counting.NO_AGREEMENT: _("数えていません。受け取った日に、この会社との契約がありませんでした。"),
    }[Counting(counting or Counting.NO_AGREEMENT)]


def counting_in_short(counting: str) -> str:
    return {
        Counting.COUNTED: _("数えた"),
        Counting.ALREADY_AT_COMPANY: _("別の紹介会社で数えた"),
        Counting.ALREADY_AT_AGENCY: _("先の会社の分で数えた"),
        Counting.NO_AGREEMENT: _("契約がない"),
    }[Counting(counting or Counting.NO_AGREEMENT)]


def reason_in_words(reason: DeclineReason) -> str:
    return {
        DeclineReason.DUPLICATE: _("既に登録がある"),
        DeclineReason.UNREACHABLE: _("連絡がつかない"),
        DeclineReason.OUT_OF_SCOPE: _("対象外"),
    }[reason]


def categories_in_words(categories: Sequence[str], *, company: str) -> str:
    """In the order of the consent text."""
    words = {
        Category.NAME: _("氏名"),
        Category.CONTACT: _("連絡先"),
        Category.EXPERIENCE: _("職歴"),
        Category.SKILLS: _("スキル"),
        Category.WISHES: _("希望条件"),
        Category.ORIGIN: _("%(company)sに応募したこと") % {"company": company},
    }
    return listed([word for category, word in words.items() if category in categories])


def when_in_words(reach: Reach) -> str:
    """When the person wants to be contacted, as they said it to everybody."""
    if reach.is_paused:
        return _("本人が、すべての連絡を休んでいます。再開すると、ここに出ます。")
    if reach.from_on is not None:
        return pgettext("wish", "%(day)sから") % {"day": full_day(reach.from_on)}
    return {
        ContactWhen.GOOD_OFFER: _("合う求人があるときだけ"),
        ContactWhen.NOT_NOW: _("本人が、しばらく連絡しないでほしいと伝えています。"),
    }.get(reach.when, _("いつでも"))


def notice_kind_in_words(kind: DataNoticeKind) -> str:
    return {
        DataNoticeKind.REVOCATION: _("紹介の取り消し"),
        DataNoticeKind.EXPIRY: _("同意の期限切れ"),
        DataNoticeKind.ERASURE: _("情報の消去"),
        DataNoticeKind.CORRECTION: _("訂正"),
    }[kind]


def fields_in_words(fields: Sequence[str]) -> list[str]:
    words = {
        "name": _("氏名"),
        "kana": _("ふりがな"),
        "address": _("メールアドレス"),
        "phone": _("電話"),
        "occupation": _("職種"),
        "experience": _("経験"),
        "skills": _("スキル"),
        "regions": _("希望勤務地"),
        "wishes": _("希望条件"),
    }
    return [words.get(field, field) for field in fields]
