"""Names of organizations, permits, closings and entries in the operator's words."""

from django.utils.translation import gettext as _

from careerrelay.accounts.models import Agency, Organization
from careerrelay.ledger.rules import AccountKind, Deed
from careerrelay.relay.models import Closing
from careerrelay.relay.rules.modes import Lock
from careerrelay.relay.rules.permit_standing import PermitStanding, Standing
from careerrelay.text.permits import parse_permit_number
from careerrelay.web.shared.templatetags.words import is_japanese, month


def name_of(party: Organization | Agency) -> str:
    return party.legal_name if is_japanese() else party.name_en or party.legal_name


def listed(words: list[str]) -> str:
    return ("、" if is_japanese() else ", ").join(words)


def standing_in_words(standing: PermitStanding) -> str:
    return {
        Standing.VALID: _("有効"),
        Standing.ENDS_SOON: _("更新待ち"),
        Standing.NOT_YET: _("開始前"),
        Standing.SUSPENDED: _("停止"),
        Standing.EXPIRED: _("期限切れ"),
        Standing.MISSING: _("未確認"),
    }[standing.standing]


def shape_of(standing: PermitStanding) -> str:
    """The shape in front of the word: half for what needs a look, bar for what stopped."""
    return {Standing.VALID: "done", Standing.ENDS_SOON: "wait", Standing.NOT_YET: "wait"}.get(
        standing.standing, "stop"
    )


def permit_kind(number: str) -> str:
    """What the letter of a permit number says (職業安定法30条, 33条, 33条の2から33条の4)."""
    return {
        "ユ": _("有料"),
        "ム": _("無料"),
        "特": _("特別の法人(無料)"),
        "地": _("地方公共団体(無料)"),
    }[parse_permit_number(number).kind]


def months_of(closing: Closing) -> str:
    """2026年10月, or 2026年8月から2026年10月まで where smaller months were joined."""
    if closing.from_month_on == closing.month_on:
        return month(closing.month_on)
    return _("%(first)sから%(last)sまで") % {
        "first": month(closing.from_month_on),
        "last": month(closing.month_on),
    }


def deed_in_words(deed: Deed) -> str:
    return {
        Deed.INTRODUCTION: _("紹介を数えた"),
        Deed.INTRODUCTION_REVERSED: _("紹介を取り消した"),
        Deed.CREDIT_EARNED: _("枠を獲得"),
        Deed.CREDIT_LOST: _("枠を失った"),
        Deed.CREDITS_RELEASED: _("締めで枠が使えるようになった"),
        Deed.CREDIT_RESERVED: _("枠を予約"),
        Deed.CREDIT_SPENT: _("枠を使用"),
        Deed.CREDIT_FREED: _("枠の予約を取り消した"),
        Deed.CREDIT_RESTORED: _("枠を戻した"),
        Deed.CREDITS_EXPIRED: _("枠の期限切れ"),
    }[deed]


def account_in_words(kind: AccountKind) -> str:
    return {
        AccountKind.INTRODUCTIONS: _("紹介"),
        AccountKind.INTRODUCTIONS_RECEIVED: _("受けた紹介"),
        AccountKind.CREDITS_USABLE: _("使える枠"),
        AccountKind.CREDITS_PENDING: _("締め待ちの枠"),
        AccountKind.CREDITS_RESERVED: _("予約中の枠"),
        AccountKind.CREDITS_SPENT: _("使った枠"),
        AccountKind.CREDITS_EXPIRED: _("期限が切れた枠"),
        AccountKind.CREDIT_DEBT: _("枠の不足"),
        AccountKind.CREDITS_ISSUED: _("発行した枠"),
        AccountKind.CREDIT_CLAIMS: _("枠の請求"),
    }[kind]


def lock_in_words(lock: Lock | None) -> str:
    """Where the law would let it, nobody may take it for open: it is locked as long as it is not built."""
    return {
        None: _("できる"),
        Lock.MODE: _("できない"),
        Lock.OWN_PERMIT: _("できない"),
        Lock.NEVER: _("できない"),
        Lock.NOT_BUILT: _("できない(機能がまだない)"),
    }[lock]
