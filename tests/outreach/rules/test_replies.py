"""Where an answer to a letter goes. A mail program quotes what it answers, the person's link included."""

from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy

import pytest

from careerrelay.core.ids import new_id
from careerrelay.outreach.rules.letters import Writer, letter_text, prepare_letter
from careerrelay.outreach.rules.mails import Language, message_id_for

WRITER = Writer(
    name="汐見計測",
    legal_name="汐見計測株式会社",
    name_en="Shiomi Inc.",
    contact_desk="人事部 採用の窓口",
    postal_address="神奈川県横浜市中区海岸通9-99",
    contact_address="saiyo@shiomi.example.jp",
    carried_by="relay@careerrelay.example.jp",
)
VALUES = {
    "link": "https://careerrelay.example.jp/c/token",
    "choices": "・三日月キャリア株式会社",
    "when": "2026-11-19",
    "version": "1",
    "fingerprint": "ab",
}


def head_of(kind: str):
    mail = prepare_letter(kind, writer=WRITER, language="ja", is_named=False).bytes_for(
        "aoi@example.jp",
        message_id=message_id_for(new_id(), sender=WRITER.sender("ja")),
        values=VALUES,
        at=datetime(2026, 11, 19, tzinfo=UTC),
    )
    return message_from_bytes(mail, policy=policy.default)


@pytest.mark.promise("P48")
@pytest.mark.parametrize("kind", ["receipt", "link", "verification"])
def test_an_answer_to_a_letter_of_the_persons_own_does_not_reach_the_company(kind: str) -> None:
    head = head_of(kind)
    assert "Reply-To" not in head
    assert "relay@careerrelay.example.jp" in str(head["From"])


def test_an_answer_to_a_rejection_reaches_the_company() -> None:
    assert "saiyo@shiomi.example.jp" in str(head_of("notice")["Reply-To"])


@pytest.mark.parametrize(
    ("language", "said"),
    [("ja", "応募した会社から届いたリンクのページ"), ("en", "the link from the company that you applied to")],
)
def test_the_operator_says_who_it_is_before_it_tells_of_a_breach(language: Language, said: str) -> None:
    def letter(writer: Writer) -> str:
        text = letter_text("breach", writer=writer, language=language, is_named=False)
        return "".join(part if isinstance(part, str) else part.name for part in text)

    assert said in letter(replace(WRITER, runs_network=True))
    assert "ご応募いただいた方へ" not in letter(replace(WRITER, runs_network=True))
    assert said not in letter(WRITER)
