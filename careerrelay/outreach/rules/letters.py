"""The words of our letters: the notice that says no, the verification mail, the receipt, a new link.

Each is prepared once per company, language and stage; a person's name and link are filled in at sending.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from hashlib import sha256
from typing import Final

from careerrelay.outreach.rules.mail_text import MailText, Slot, mail_text
from careerrelay.outreach.rules.mails import Language, MailSender, PreparedMail


class Stage(StrEnum):
    """How far the person came; the notice thanks for just that."""

    DOCUMENTS = "documents"
    INTERVIEW = "interview"
    FINAL = "final"


@dataclass(frozen=True, slots=True)
class Writer:
    """The company in whose name a letter goes out, and the operator's address that carries it."""

    name: str
    legal_name: str
    name_en: str
    contact_desk: str
    postal_address: str
    contact_address: str
    carried_by: str
    contact_desk_en: str = ""
    postal_address_en: str = ""
    runs_network: bool = False

    def sender(self, language: Language) -> MailSender:
        name = self.legal_name if language == "ja" else self.name_en
        return MailSender(name=name, address=self.carried_by, reply_to=self.contact_address)


_ANSWERED: Final = frozenset({"notice", "breach"})

_DEAR: Final = {"ja": "{name} 様", "en": "Dear {name},"}
_DEAR_NOBODY: Final = {"ja": "ご応募いただいた方へ", "en": "Hello,"}

_THANKS: Final[Mapping[tuple[Language, Stage], str]] = {
    ("ja", Stage.DOCUMENTS): "このたびは、弊社の求人にご応募いただき、ありがとうございました。\n"
    "お送りいただいた書類を、担当者が拝見しました。",
    ("ja", Stage.INTERVIEW): "このたびは、弊社の選考にご参加いただき、ありがとうございました。\n"
    "面接でお話しくださったことを、担当者で検討しました。",
    ("ja", Stage.FINAL): "このたびは、最終面接までご参加いただき、ありがとうございました。\n"
    "長い時間をかけてお話しくださったことに、お礼を申し上げます。",
    ("en", Stage.DOCUMENTS): "Thank you for applying to us. We have read the documents that you sent.",
    (
        "en",
        Stage.INTERVIEW,
    ): "Thank you for taking part in our selection. We have considered what you told us in the interview.",
    (
        "en",
        Stage.FINAL,
    ): "Thank you for coming as far as the final interview, and for the time that you gave us.",
}

_DECISION: Final = {
    "ja": "検討の結果、今回の採用は見送らせていただくことになりました。\n"
    "ご希望に沿えず、申し訳ありません。いただいた時間とご準備に、感謝しています。",
    "en": "We have decided not to make you an offer this time. We are sorry that this is not the answer you hoped "
    "for, and grateful for your time and preparation.",
}

# The opt-in block is fixed text: the company cannot make it louder or sweeter.
_BLOCK: Final = {
    "ja": "―――\nこの先の連絡を受け取るかどうかは、ご自身で決められます。\n"
    "合う求人の知らせ、会社のニュース、人材紹介会社への紹介を、ひとつずつ選べます。\n"
    "何もしなければ、何も登録されません。\n\n{link}\n\n"
    "このリンクは、あなた専用です。ほかの人に渡さないでください。\n―――",
    "en": "---\nWhether you hear from us again is up to you.\nYou can choose, one by one: jobs that fit, company "
    "news, an introduction to placement agencies.\nIf you do nothing, nothing is recorded.\n\n{link}\n\n"
    "This link is yours alone. Please do not pass it on.\n---",
}

_FOOT: Final = {
    "ja": "{company}\n{desk}\n{postal}\n{contact}",
    "en": "{company}\n{desk}\n{postal}\n{contact}",
}

_SUBJECT: Final = {
    "notice": {"ja": "選考の結果について({company})", "en": "Your application to {company}"},
    "verification": {"ja": "アドレスの確認({company})", "en": "Confirm your address ({company})"},
    "receipt": {"ja": "お選びいただいた内容の控え({company})", "en": "Receipt of your choices ({company})"},
    "link": {"ja": "あなたのページへのリンク({company})", "en": "The link to your page ({company})"},
    "breach": {
        "ja": "あなたの個人情報についての大切なお知らせ({company})",
        "en": "Important: your personal data ({company})",
    },
    "erased": {"ja": "情報を消しました({company})", "en": "Your data was erased ({company})"},
    "renewal": {"ja": "同意を続けるかどうか({company})", "en": "Shall your consent go on? ({company})"},
    "head": {"ja": "本日の照合番号({company})", "en": "Today's heads ({company})"},
    "invitation": {
        "ja": "以前のご応募の情報について({company})",
        "en": "The data of your earlier application ({company})",
    },
}

# The fixed part around the company's own words: what is asked, how it is deleted, and what silence means.
INVITATION_WORDS: Final[Mapping[Language, str]] = {
    "ja": "{words}\n\n"
    "この先の連絡を受け取るかどうかは、ご自身で決められます。受け取りたいものがあるときだけ、下のページで、"
    "ひとつずつ選んでください。\n\n{link}\n\n"
    "いますぐ情報を消したいときは、下のページを開いて、もう一度押すだけです。\n\n{deletion}\n\n"
    "お返事は要りません。何もしなければ、何も登録されず、お預かりしている情報は{until}に消えます。\n"
    "このご案内をお送りするのは、今回の1回だけです。\n"
    "2つのリンクは、あなた専用です。ほかの人に渡さないでください。",
    "en": "{words}\n\n"
    "Whether you hear from us again is up to you. Only if there is something that you want, choose it on the page "
    "below, one by one.\n\n{link}\n\n"
    "To have your data deleted now, open the page below and press once more.\n\n{deletion}\n\n"
    "You need not answer. If you do nothing, nothing is recorded, and what we hold about you is deleted on {until}.\n"
    "We send this once, and never again.\n"
    "Both links are yours alone. Please do not pass them on.",
}

_RENEWAL: Final = {
    "ja": "1年前にいただいた同意が、まもなく終わります。\n\n{choices}\n\n"
    "続ける場合だけ、下のページで選んでください。ひとつずつ選べます。\n\n{link}\n\n"
    "お返事は要りません。何もしなければ、それぞれの日に同意が終わり、同意にもとづく情報はその日のうちに消えます。"
    "お尋ねするのは、この1回だけです。\n"
    "このリンクは、あなた専用です。ほかの人に渡さないでください。",
    "en": "What you agreed to a year ago is about to end.\n\n{choices}\n\n"
    "Only if it shall go on, choose on the page below, one by one.\n\n{link}\n\n"
    "You need not answer. If you do nothing, your consent ends on the day that stands beside it, and the data that "
    "rests on it is deleted on that day. We ask this once.\n"
    "This link is yours alone. Please do not pass it on.",
}

# Always the same lines, on a day without deeds too: it must not tell that somebody stated something (P08). Staff
# have no language on file, so both stand in it.
_HEAD: Final = (
    "{company}の記録について、{day}の照合番号をお知らせします。\n"
    "毎日、記録に動きがあってもなくても、同じ形でお送りします。\n\n{heads}\n\n"
    "このメールを保管してください。後から記録が書き換えられたり切り取られたりすると、番号が合わなくなります。"
    "確かめるには、運営者に番号を伝えるか、careerrelay verify --head に続けて番号を入れてください。\n\n"
    "These are the heads of the records of {company} on {day}. They come every day in this form, whether anything "
    "happened or not. Please keep this mail: if records are rewritten or cut off later, they no longer lead to these "
    "numbers. To check, give a number to the operator, or to careerrelay verify --head."
)

_VERIFICATION: Final = {
    "ja": "下のリンクを開くと、{company}からこの先の連絡を受け取るかどうかを選べます。\n"
    "リンクを開くだけでは、何も登録されません。\n\n{link}\n\n"
    "リンクは24時間使えます。心当たりがないときは、このメールを消してください。",
    "en": "Open the link below to choose whether to hear from {company} again.\nOpening it records nothing.\n\n"
    "{link}\n\nThe link works for 24 hours. If this was not you, just delete this mail.",
}

_RECEIPT: Final = {
    "ja": "お選びいただいた内容の控えです。\n\n{choices}\n\n"
    "いつでも、下のページから取り消せます。2回押すだけです。\n\n{link}\n\n"
    "同意した日時: {when}\n同意文: 第{version}版(照合番号 {fingerprint})\n"
    "このリンクは、あなた専用です。ほかの人に渡さないでください。",
    "en": "This is the receipt of what you chose.\n\n{choices}\n\n"
    "You can revoke it at any time on the page below, by pressing twice.\n\n{link}\n\n"
    "Stated at: {when}\nText: version {version} (fingerprint {fingerprint})\n"
    "This link is yours alone. Please do not pass it on.",
}

_LINK: Final = {
    "ja": "あなたのページへのリンクです。だれがあなたの情報を持っているかを見て、変えられます。\n\n{link}\n\n"
    "このリンクは、あなた専用です。ほかの人に渡さないでください。",
    "en": "This is the link to your page. There you see who holds your data, and can change it.\n\n{link}\n\n"
    "This link is yours alone. Please do not pass it on.",
}

# Somebody who applied to a company has never heard of the operator.
_DEAR_OF_NETWORK: Final = {"ja": "キャリアリレーのページをお使いの方へ", "en": "Hello,"}
_BREACH_OPENING: Final = {
    "ja": "{company}でお預かりしている、あなたの個人情報について、お知らせとおわびを申し上げます。",
    "en": "This is about personal data of yours that {company} holds, and we apologise.",
}
_BREACH_OPENING_OF_NETWORK: Final = {
    "ja": "{company}は、キャリアリレーを運営し、あなたの同意とプロフィールをお預かりしています。応募した会社から届いたリンクのページです。"
    "お預かりしている個人情報について、お知らせとおわびを申し上げます。",
    "en": "{company} runs Career Relay, the page behind the link from the company that you applied to, and keeps your "
    "consent and your profile. This is about personal data of yours that it holds, and we apologise.",
}
# 施行規則10条: what happened, which data, why, what harm may come of it, and whom to ask.
_BREACH: Final = {
    "ja": "{opening}\n\n"
    "何が起きたか\n{summary}\n\n対象となった情報\n{items}\n\n原因\n{cause}\n\n"
    "考えられる影響\n{harm}\n\nそのほか\n{remarks}\n\n"
    "このメールに、リンクはありません。パスワードや番号をお尋ねすることもありません。\n"
    "ご質問は、下の窓口へお寄せください。このメールへの返信も、そこへ届きます。",
    "en": "{opening}\n\n"
    "What happened\n{summary}\n\nWhich data\n{items}\n\nWhy\n{cause}\n\n"
    "What may come of it\n{harm}\n\nAlso\n{remarks}\n\n"
    "There is no link in this mail, and we ask for no password or number.\n"
    "Please ask the desk below. An answer to this mail goes there too.",
}

_ERASED: Final = {
    "ja": "ご依頼のとおり、情報を消しました。\n\n消した日時: {when}\n消した記録: {rows}件\n証明の番号: {proof}\n"
    "署名: {signature}\n\n会社が残すもの\n{kept}\n\n"
    "紹介会社に渡していた場合は、その会社にも削除を求めました。いつ、だれに、何を渡したかの記録だけは、"
    "法律により3年間、別の鍵で封じて残します(個人情報保護法29条)。\n"
    "このメールの送信が終わると、このアドレスもこちらから消えます。",
    "en": "As you asked, your data was erased.\n\nErased at: {when}\nRecords erased: {rows}\nProof: {proof}\n"
    "Signature: {signature}\n\nKept by a company\n{kept}\n\n"
    "If your profile had been passed to agencies, they were asked to delete it as well. Only the record of what was "
    "passed to whom and when stays for three years, sealed under a key of its own, as the law demands (Act on the "
    "Protection of Personal Information, Art. 29).\n"
    "Once this mail is sent, this address is gone here too.",
}


def prepare_letter(
    kind: str, *, writer: Writer, language: Language, stage: Stage = Stage.DOCUMENTS, is_named: bool
) -> PreparedMail:
    """`kind` is one of LetterKind. Slots: name (if `is_named`), link, for the receipt choices, when, version,
    fingerprint, for an invitation words, deletion, until; without a link for a breach summary, items, cause, harm,
    remarks, for erased when, rows, proof, signature, kept, for a head day, heads."""
    sender = writer.sender(language)
    # A mail program quotes what it answers: what is answered to the company names no agency that was chosen, and
    # opens no page (P08, P48).
    return PreparedMail(
        sender=sender if kind in _ANSWERED else replace(sender, reply_to=""),
        language=language,
        subject=subject_of(kind, writer=writer, language=language),
        text=letter_text(kind, writer=writer, language=language, stage=stage, is_named=is_named),
        is_html_added=True,
        is_automatic=kind not in _ANSWERED,
    )


def subject_of(kind: str, *, writer: Writer, language: Language) -> str:
    company = writer.legal_name if language == "ja" else writer.name_en
    return _SUBJECT[kind][language].replace("{company}", company)


def letter_text(
    kind: str, *, writer: Writer, language: Language, stage: Stage = Stage.DOCUMENTS, is_named: bool
) -> MailText:
    is_japanese = language == "ja"
    company = writer.legal_name if is_japanese else writer.name_en
    dear_nobody = _DEAR_OF_NETWORK if writer.runs_network else _DEAR_NOBODY
    dear = mail_text(_DEAR[language], name=Slot("name")) if is_named else (dear_nobody[language],)
    foot = mail_text(
        _FOOT[language],
        company=company,
        desk=writer.contact_desk if is_japanese else writer.contact_desk_en or writer.contact_desk,
        postal=writer.postal_address if is_japanese else writer.postal_address_en or writer.postal_address,
        contact=writer.contact_address,
    )
    return mail_text(
        "{dear}\n\n{body}\n\n{foot}\n",
        dear=dear,
        body=_body(kind, writer=writer, language=language, stage=stage),
        foot=foot,
    )


def _body(kind: str, *, writer: Writer, language: Language, stage: Stage) -> MailText:
    company = writer.legal_name if language == "ja" else writer.name_en
    link = Slot("link", "link")
    if kind == "notice":
        return mail_text(
            "{thanks}\n\n{decision}\n\n{block}",
            thanks=_THANKS[language, stage],
            decision=_DECISION[language],
            block=mail_text(_BLOCK[language], link=link),
        )
    if kind == "receipt":
        slots = {name: Slot(name) for name in ("when", "version", "fingerprint")}
        return mail_text(_RECEIPT[language], link=link, choices=Slot("choices", "lines"), **slots)
    if kind == "breach":
        names = ("summary", "items", "cause", "harm", "remarks")
        openings = _BREACH_OPENING_OF_NETWORK if writer.runs_network else _BREACH_OPENING
        opening = mail_text(openings[language], company=company)
        return mail_text(_BREACH[language], opening=opening, **{name: Slot(name, "lines") for name in names})
    if kind == "erased":
        slots = {name: Slot(name) for name in ("when", "rows", "proof", "signature")}
        return mail_text(_ERASED[language], kept=Slot("kept", "lines"), **slots)
    if kind == "renewal":
        return mail_text(_RENEWAL[language], link=link, choices=Slot("choices", "lines"))
    if kind == "invitation":
        places = {
            "words": Slot("words", "lines"),
            "deletion": Slot("deletion", "link"),
            "until": Slot("until"),
        }
        return mail_text(INVITATION_WORDS[language], link=link, **places)
    if kind == "head":
        return mail_text(_HEAD, company=company, day=Slot("day"), heads=Slot("heads", "lines"))
    wording = {"verification": _VERIFICATION, "link": _LINK}[kind]
    return mail_text(wording[language], link=link, company=company)


def notice_version(stage: Stage, *, language: Language) -> str:
    """By which wording somebody was told no: `interview/ja/1f0a…`. Another word is another version."""
    words = f"{_THANKS[language, stage]}\n{_DECISION[language]}"
    return f"{stage}/{language}/{sha256(words.encode()).hexdigest()[:8]}"


def stage_of(words: str) -> Stage:
    """The tone for a stage as a company's system calls it: 最終 is final, 書類 or nothing is documents."""
    folded = words.strip().lower()
    if "最終" in folded or "final" in folded:
        return Stage.FINAL
    if not folded or any(
        word in folded for word in ("書類", "エントリー", "応募", "document", "screen", "applied")
    ):
        return Stage.DOCUMENTS
    return Stage.INTERVIEW
