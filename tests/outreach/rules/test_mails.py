"""A mail is what its reader's program makes of the bytes: that is what is looked at here."""

import re
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from html.parser import HTMLParser
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careerrelay.outreach.rules.mail_headers import UnsendableAddress, UnsendableLink, many_lines, one_line
from careerrelay.outreach.rules.mail_text import MailText, Slot, UnknownPlaceholder, mail_text
from careerrelay.outreach.rules.mails import MailSender, PreparedMail, message_id_for

NAME, LINK, LINES = Slot("name"), Slot("link", "link"), Slot("lines", "lines")
SHIOMI = MailSender("株式会社汐見計測", "relay@relay.example", "saiyo@shiomi.example")
AT = datetime(2025, 11, 21, 1, 0, tzinfo=UTC)
MESSAGE_ID = message_id_for(UUID("019a0000-0000-7000-8000-000000000001"), sender=SHIOMI)
URL = "https://relay.example/c/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
JAPANESE = """{name} 様

{company} 採用担当です。このたびは、ご応募をありがとうございました。

この先の連絡を受け取るかどうかは、ご自身で決められます。
{link}

何もしなければ、何も登録されません。

---
{company} 東京都千代田区1-1
"""
ENGLISH = """Dear {name},

thank you for your application.
Whether you hear from us again is up to you.
{link}

---
{company}
"""

HOSTILE = (
    "{{7*7}}",
    "{% include 'x' %}",
    "${7*7}",
    "{name}",
    "{0.__class__}",
    "%s%n%(name)s",
    "<img src=x onerror=alert(1)>",
    "</p><script>alert(1)</script>",
    '" onmouseover="x',
    "x\r\n\r\n.\r\nMAIL FROM:<evil@example.jp>",
    ".",
    "\r\n.\r\n",
    "--=_career_relay--",
    "\r\n--=_career_relay\r\nContent-Type: text/html\r\n\r\n",
    "=_career_relay",
    "=E3=81=82",
    "𠮷 髙 﨑 ゔ é 👩‍👩‍👧 葛\U000e0100",
    "x" * 10_000,
    "",
    "\x00\x1b",
)
anything = st.text() | st.sampled_from(HOSTILE)


def prepared(
    wording: str = JAPANESE, *, company: str = "汐見計測", language: str = "ja", is_html_added: bool = True
) -> PreparedMail:
    return PreparedMail(
        sender=SHIOMI,
        language="ja" if language == "ja" else "en",
        subject="選考結果のご連絡" if language == "ja" else "Your application",
        text=mail_text(wording, name=NAME, company=company, link=LINK, lines=LINES),
        is_html_added=is_html_added,
    )


def bytes_of(mail: PreparedMail, address: str = "hanako@example.jp", **values: str) -> bytes:
    given_values = {"name": "髙橋 花子", "link": URL, "lines": ""} | values
    return mail.bytes_for(address, message_id=MESSAGE_ID, values=given_values, at=AT)


def read(mail: bytes) -> EmailMessage:
    message = message_from_bytes(mail, policy=policy.default)
    assert isinstance(message, EmailMessage)
    assert [part.defects for part in message.walk()] == [[]] * len(list(message.walk()))
    return message


def words_of(mail: bytes, subtype: str = "plain") -> str:
    part = read(mail).get_body((subtype,))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


class Page(HTMLParser):
    """The tags with their attributes, and the words of each paragraph."""

    def __init__(self, mail: bytes) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.paragraphs: list[str] = []
        self.feed(words_of(mail, "html"))
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag == "p":
            self.paragraphs.append("")

    def handle_data(self, data: str) -> None:
        if self.paragraphs:
            self.paragraphs[-1] += data

    @property
    def shape(self) -> list[str]:
        return [tag for tag, _ in self.tags]

    def attributes(self, name: str) -> list[str | None]:
        return [attributes[name] for _, attributes in self.tags if name in attributes]


def test_a_notice_says_who_writes_to_whom_and_where_answers_go() -> None:
    message = read(bytes_of(prepared()))
    assert message.keys() == [
        "From",
        "Reply-To",
        "To",
        "Subject",
        "Date",
        "Message-ID",
        "MIME-Version",
        "Content-Language",
        "Content-Type",
    ]
    assert str(message["From"]) == "株式会社汐見計測 <relay@relay.example>"
    assert str(message["Reply-To"]) == "株式会社汐見計測 <saiyo@shiomi.example>"
    assert message["To"] == "hanako@example.jp"
    assert message["Subject"] == "選考結果のご連絡"
    assert message["Date"].datetime == AT
    assert message["Message-ID"] == "<019a0000-0000-7000-8000-000000000001@relay.example>"
    assert message.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]


def test_the_text_is_read_as_it_was_written() -> None:
    assert words_of(bytes_of(prepared())) == (
        "髙橋 花子 様\n\n汐見計測 採用担当です。このたびは、ご応募をありがとうございました。\n\n"
        "この先の連絡を受け取るかどうかは、ご自身で決められます。\n"
        f"{URL}\n\n何もしなければ、何も登録されません。\n\n---\n汐見計測 東京都千代田区1-1\n"
    )


def test_the_html_letter_has_the_same_words_and_the_link_as_a_link() -> None:
    page = Page(bytes_of(prepared()))
    assert page.tags[0] == ("html", {"lang": "ja"})
    assert page.attributes("href") == [URL]
    assert [paragraph.strip() for paragraph in page.paragraphs] == [
        "髙橋 花子 様",
        "汐見計測 採用担当です。このたびは、ご応募をありがとうございました。",
        f"この先の連絡を受け取るかどうかは、ご自身で決められます。\n{URL}",
        "何もしなければ、何も登録されません。",
        "汐見計測 東京都千代田区1-1",
    ]
    assert page.shape.count("hr") == 1


def test_the_html_letter_loads_nothing_and_tracks_nobody() -> None:
    page = Page(bytes_of(prepared()))
    assert set(page.shape) == {"html", "head", "meta", "body", "div", "p", "br", "a", "hr"}
    assert page.attributes("src") == []
    assert "url(" not in words_of(bytes_of(prepared()), "html")


def test_japanese_goes_as_base64_and_english_stays_legible() -> None:
    japanese = read(bytes_of(prepared(is_html_added=False)))
    english = bytes_of(prepared(ENGLISH, language="en", is_html_added=False), name="田中 太郎")
    assert japanese["Content-Transfer-Encoding"] == "base64"
    assert read(english)["Content-Transfer-Encoding"] == "quoted-printable"
    assert b"Whether you hear from us again is up to you.\r\n" in english
    assert "田中 太郎" in words_of(english)


@pytest.mark.promise("P31")
@pytest.mark.promise("P29")
@given(name=anything, lines=anything, company=anything)
def test_no_value_is_ever_more_than_words(name: str, lines: str, company: str) -> None:
    for wording, language in ((JAPANESE + "{lines}", "ja"), (ENGLISH + "{lines}", "en")):
        mail = bytes_of(prepared(wording, company=company, language=language), name=name, lines=lines)
        assert mail.isascii()
        assert max(map(len, mail.split(b"\r\n"))) <= 998
        assert mail.count(b"\r\n") == mail.count(b"\r") == mail.count(b"\n")
        text = words_of(mail)
        if "{" not in name + lines + company:
            wanted = many_lines(wording.replace("{company}", company)).replace("{link}", URL)
            wanted = wanted.replace("{lines}", many_lines(lines)).replace("{name}", one_line(name))
            assert text.rstrip("\n") == wanted.rstrip("\n")
        page = Page(mail)
        assert set(page.shape) <= {"html", "head", "meta", "body", "div", "p", "br", "a", "hr"}
        assert {name for _, attributes in page.tags for name in attributes} <= {
            *("style", "href", "lang", "charset", "name", "content")
        }
        assert read(mail).keys().count("To") == 1


@pytest.mark.promise("P31")
@pytest.mark.parametrize("value", HOSTILE)
def test_hostile_values_stay_literal_in_text_and_html(value: str) -> None:
    mail = bytes_of(prepared(company=value), name=value)
    wanted = one_line(value)
    assert words_of(mail).startswith(f"{wanted} 様\n")
    assert re.sub(r"\s", "", Page(mail).paragraphs[0]) == re.sub(r"\s", "", f"{wanted}様")


@pytest.mark.promise("P31")
@given(subject=anything, name=anything)
def test_a_subject_may_carry_a_name_and_nothing_else_comes_along(subject: str, name: str) -> None:
    mail = PreparedMail(sender=SHIOMI, language="ja", subject=(NAME, subject), text="本文\n")
    message = read(mail.bytes_for("a@example.jp", message_id=MESSAGE_ID, values={"name": name}, at=AT))
    assert message.keys()[:6] == ["From", "Reply-To", "To", "Subject", "Date", "Message-ID"]
    assert message["Subject"] == one_line(one_line(name) + subject)


@pytest.mark.promise("P18")
@pytest.mark.parametrize("is_html_added", [False, True])
def test_promotional_mails_carry_both_one_click_headers_on_raw_bytes(is_html_added: bool) -> None:
    url = "https://relay.example/u/" + "t" * 500
    mail = prepared(is_html_added=is_html_added).bytes_for(
        "hanako@example.jp",
        message_id=MESSAGE_ID,
        values={"name": "x", "link": URL},
        unsubscribe_url=url,
        at=AT,
    )
    head = mail.partition(b"\r\n\r\n")[0].split(b"\r\n")
    assert head.count(b"List-Unsubscribe: <" + url.encode() + b">") == 1
    assert head.count(b"List-Unsubscribe-Post: List-Unsubscribe=One-Click") == 1
    assert b"Unsubscribe" not in bytes_of(prepared())


def test_only_answers_of_the_program_itself_are_marked_as_automatic() -> None:
    mail = PreparedMail(sender=SHIOMI, language="ja", subject="x", text="x", is_automatic=True)
    message = read(mail.bytes_for("a@example.jp", message_id=MESSAGE_ID, at=AT))
    assert message["Auto-Submitted"] == "auto-generated"
    assert "Auto-Submitted" not in read(bytes_of(prepared()))


def test_a_company_without_an_address_for_answers_gets_none() -> None:
    mail = PreparedMail(
        sender=MailSender("Shiomi", "relay@relay.example"), language="en", subject="x", text="x"
    )
    message = read(mail.bytes_for("a@example.jp", message_id=MESSAGE_ID, at=AT))
    assert "Reply-To" not in message
    assert str(message["From"]) == "Shiomi <relay@relay.example>"


def test_living_addresses_of_japanese_carriers_can_be_written_to() -> None:
    message = read(bytes_of(prepared(), "a..b@docomo.ne.jp"))
    (address,) = message["To"].addresses
    assert (address.username, address.domain) == ("a..b", "docomo.ne.jp")
    assert b'To: "a..b"@docomo.ne.jp\r\n' in bytes_of(prepared(), "a..b@docomo.ne.jp")


@pytest.mark.promise("P31")
def test_one_unusable_row_is_refused_and_the_next_one_is_written() -> None:
    mail = prepared()
    with pytest.raises(UnsendableAddress):
        bytes_of(mail, "nobody\r\nBcc: x@example.jp")
    with pytest.raises(UnsendableLink):
        bytes_of(mail, link="javascript:alert(1)")
    assert "髙橋 花子" in words_of(bytes_of(mail))


def test_the_same_mail_is_the_same_bytes() -> None:
    assert bytes_of(prepared()) == bytes_of(prepared())


def test_a_missing_value_or_a_moment_without_zone_is_a_bug() -> None:
    with pytest.raises(KeyError, match="name"):
        prepared().bytes_for("a@example.jp", message_id=MESSAGE_ID, at=AT)
    with pytest.raises(ValueError, match="time zone"):
        prepared().bytes_for("a@example.jp", message_id=MESSAGE_ID, at=AT.replace(tzinfo=None))


def test_placeholders_are_filled_once_and_values_are_not_searched() -> None:
    text: MailText = mail_text("{a}{b}", a="{b}", b=NAME)
    assert text == ("{b}", NAME)
    assert mail_text("{{a}} {7*7} {0.__class__} %s", a="x") == ("{{a}} {7*7} {0.__class__} %s",)
    assert mail_text("{a}!", a=mail_text("<{b}>", b=NAME)) == ("<", NAME, ">!")


def test_a_wording_that_asks_for_what_does_not_exist_is_refused_by_name() -> None:
    with pytest.raises(UnknownPlaceholder) as refused:
        mail_text("{adress}", address="x")
    assert "{adress}" in refused.value.ja
    assert "address" in refused.value.en
