"""One line on top of the page after a deed. The address carries a word from this list, never the sentence."""

from django.http import HttpRequest
from django.utils.translation import gettext, gettext_noop

SAID = {
    "granted": gettext_noop("控えをメールで送りました。いつでも取り消せます。"),
    "late": gettext_noop(
        "控えのメールは、こちらの障害でまだ送れていません。直りしだい送ります。いつでも取り消せます。"
    ),
    "none": gettext_noop("承知しました。この件で、もう連絡しません。"),
    "kept": gettext_noop("承知しました。いまの設定は変えていません。"),
    "revoked": gettext_noop("取り消しました。"),
    "stopped": gettext_noop("取り消しました。プロフィールは渡しません。"),
    "recalled": gettext_noop("取り消しました。渡した会社に、削除を求めています。"),
    "outweighed": gettext_noop(
        "同じときに届いた取り消しを優先しました。何も登録していません。いまの状態はこのとおりです。"
    ),
    "already": gettext_noop("この回答は、もう受け付けています。いまの状態はこのとおりです。"),
    "gone": gettext_noop("もう取り消されています。いまの状態はこのとおりです。"),
    "old": gettext_noop(
        "このページは古くなっていました。いまの状態はこのとおりです。もう一度お選びください。"
    ),
    "unsaved": gettext_noop(
        "このページは古くなっていたため、まだ保存していません。もう一度保存してください。"
    ),
    "again": gettext_noop(
        "このページからは、前に一度保存しています。直したところも残すには、もう一度保存してください。"
    ),
    "wished": gettext_noop("連絡してよい時期を保存しました。"),
    "paused": gettext_noop("すべての連絡を休みました。再開するまで、どの会社にも渡しません。"),
    "resumed": gettext_noop("再開しました。"),
    "hidden": gettext_noop("見せない会社に加えました。"),
    "hidden_revoked": gettext_noop("見せない会社に加え、この会社への同意を取り消しました。"),
    "shown": gettext_noop("見せない会社から外しました。"),
    "saved": gettext_noop("プロフィールを保存しました。"),
    "confirmed": gettext_noop("プロフィールを確かめました。"),
    "kept_draft": gettext_noop("下書きに保存しました。まだ、だれにも渡しません。"),
    "by_receipt": gettext_noop("これは、控えのメールにあるリンクから開いたときにできます。"),
    "rated": gettext_noop(
        "ありがとうございました。答えは名前なしで、5人以上まとまってから会社に伝わります。"
    ),
    "told": gettext_noop("前の答えは、もう名前なしで会社に伝わっています。"),
    "linked": gettext_noop("新しいリンクをメールで送りました。届かないときは、アドレスを確かめてください。"),
    "enough": gettext_noop("この24時間に、もう2通送りました。届いたメールのリンクをお使いください。"),
}


def shown_after(word: str) -> str:
    """Nothing for a word that nobody says."""
    return gettext(SAID[word]) if word in SAID else ""


def said_on(request: HttpRequest, *, is_mail_late: bool) -> str:
    """What was just done by this link; no receipt is said to be sent while mail is stuck."""
    word = request.GET.get("done", "")
    return shown_after("late" if word == "granted" and is_mail_late else word)
